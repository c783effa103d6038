// Mode `evidence`: everything that is attached to the images, in the log, the summary and a file; it decides nothing.
import { join } from 'node:path';
import * as core from '@actions/core';
import type { GitHubApi } from '../github/api.ts';
import type { WorkflowEvent } from '../github/event.ts';
import { openFileAt } from '../github/file-at.ts';
import { evidenceText } from '../run/evidence/evidence-text.ts';
import { type EvidenceReport, reportEvidence } from '../run/evidence.ts';
import { expandImages } from '../run/image/globs.ts';
import type { Outside } from '../run/outside.ts';
import { trustInWorkflow } from '../run/policy/workflow-trust.ts';
import { writeWhole } from '../run/whole-file.ts';
import type { Environment } from '../terms/environment.ts';
import { evidenceTable } from './evidence-table.ts';
import type { Inputs } from './inputs.ts';
import { directoryOf } from './signed.ts';

/** Errors: those of trust and repository. */
export async function listEvidence(
  { images, trust, output }: Inputs,
  event: WorkflowEvent,
  environment: Environment,
  api: GitHubApi | undefined,
  outside: Outside,
): Promise<number> {
  const directory = directoryOf(environment);
  const readFileAt = api === undefined ? undefined : openFileAt(api);
  const believed = await trustInWorkflow(trust, { directory, event, readFileAt });
  const reports: EvidenceReport[] = [];
  for (const reference of expandImages(images, directory, environment.variables)) {
    const report = await reportEvidence(reference, believed, outside);
    reports.push(report);
    core.info(evidenceText(report));
    core.summary.addRaw(evidenceTable(reference, report), true);
  }
  await core.summary.write();
  const path = join(output, 'evidence.json');
  writeWhole(path, `${JSON.stringify(reports, undefined, 2)}\n`);
  core.setOutput('report', path);
  core.setOutput('digest', reports.map(({ digest }) => digest).join('\n'));
  core.setOutput('passed', 'true');
  return 0;
}
