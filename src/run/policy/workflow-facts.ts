// Files of a workflow that say more about its images; what may excuse a finding is the base branch's word, never the change's.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { WorkflowEvent } from '../../github/event.ts';
import type { ReadFileAt } from '../../github/file-at.ts';
import { readKnownBad } from '../../inspection/integrity/known-bad.ts';
import { readOpenVex, type VexStatement } from '../../inspection/vex/openvex-reading.ts';
import { UserError } from '../../terms/errors.ts';
import { readGivenText } from '../../terms/given-file.ts';
import { findLockFiles } from '../image/lock-files.ts';
import { readReports } from '../imports/reports.ts';
import type { ScanRequest } from '../scan.ts';

export interface FactFiles {
  readonly dockerfile: string | undefined;
  readonly imports: readonly string[];
  readonly vex: readonly string[];
  readonly knownBad: string | undefined;
}

export interface WorkflowPlace {
  /** The checkout. */
  readonly directory: string;
  readonly event: Pick<WorkflowEvent, 'name' | 'baseSha' | 'repository'>;
  readonly readFileAt: ReadFileAt | undefined;
}

export interface WorkflowFacts {
  readonly scan: Pick<ScanRequest, 'dockerfile' | 'lockFiles' | 'imports' | 'vex' | 'knownBad'>;
  readonly warnings: readonly string[];
}

/**
 * On a change, VEX documents are read at the base commit, since they excuse findings as waivers do (decision 17); the
 * list of bad digests too, where the base has one. Reports and the Dockerfile only add, and are the checkout's. Errors:
 * `UserError` for files that cannot be read or are not what they should be; those of GitHub.
 */
export async function readWorkflowFacts(files: FactFiles, place: WorkflowPlace): Promise<WorkflowFacts> {
  const { directory } = place;
  const atBase = baseReader(place);
  const vex: VexStatement[] = [];
  const warnings: string[] = [];
  for (const file of files.vex) {
    const text = atBase === undefined ? readText(file, directory) : await atBase(file);
    if (text !== undefined) vex.push(...readOpenVex(text, file));
    else warnings.push(`${file} is not on the base branch: on ${place.event.name} it excuses nothing yet.`);
  }
  const dockerfile = files.dockerfile ?? usualDockerfile(directory);
  const bad = files.knownBad;
  const list = bad === undefined ? undefined : ((await atBase?.(bad)) ?? readText(bad, directory));
  return {
    scan: {
      imports: readReports(files.imports, directory),
      vex,
      lockFiles: findLockFiles(directory),
      ...(dockerfile === undefined
        ? {}
        : { dockerfile: { file: dockerfile, text: readText(dockerfile, directory) } }),
      ...(list === undefined || bad === undefined ? {} : { knownBad: readKnownBad(list, bad) }),
    },
    warnings,
  };
}

/** The one at the root; layers that it did not make match none of its instructions. */
function usualDockerfile(directory: string): string | undefined {
  return ['Dockerfile', 'Containerfile'].find((name) => existsSync(resolve(directory, name)));
}

/** Reads a file of the base commit; undefined outside changes. The policy was read in this way before. */
export function baseReader({
  event,
  readFileAt,
}: WorkflowPlace): ((path: string) => Promise<string | undefined>) | undefined {
  const { baseSha: commit, repository } = event;
  if (commit === undefined || repository === undefined || readFileAt === undefined) return undefined;
  return (path) => readFileAt({ repository, path, commit });
}

function readText(file: string, directory: string): string {
  try {
    return readGivenText(resolve(directory, file));
  } catch (cause) {
    throw new UserError('usage', `the file ${file} cannot be read`, 'Name a readable file.', { cause });
  }
}
