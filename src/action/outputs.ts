// What the Action leaves behind: report files, outputs, job summary, annotations.
import { join } from 'node:path';
import * as core from '@actions/core';
import { digestOf } from '../oci/verification.ts';
import { type Annotation, annotate } from '../report/annotations.ts';
import { countFindings } from '../report/counts.ts';
import { forMarkdown } from '../report/encoders/markdown.ts';
import { render, renderBill } from '../run/render.ts';
import { writeWhole } from '../run/whole-file.ts';
import type { Result } from '../terms/verdict.ts';

/** Writes every surface of one verdict; `passed` becomes true last, when all the others are there. */
export async function announceVerdict(result: Result, directory: string): Promise<void> {
  const files = await writeReports(result, directory);
  // The runner shows ten of a level; one error is the verdict's own.
  const { shown, leftOut } = annotate(result, 9);
  for (const annotation of shown) say(annotation);
  const hidden = Object.values(leftOut).reduce((sum, count) => sum + count, 0);
  if (hidden > 0) core.info(`${hidden} more findings stand in the report and the summary.`);
  core.info(await render(result, 'text', { color: false, width: 100 }));
  await core.summary.addRaw(await render(result, 'markdown', { color: false, width: 100 }), true).write();
  core.setOutput('verdict', result.verdict?.merge ?? 'incomplete');
  core.setOutput('certificate', result.verdict?.certificate ?? 'incomplete');
  core.setOutput('grade', result.grade?.letter ?? '');
  core.setOutput(
    'digest',
    [...new Set(result.images.map((image) => image.indexDigest ?? image.digest))].join('\n'),
  );
  core.setOutput('counts', JSON.stringify(countFindings(result.findings).bySeverity));
  for (const [name, path] of files) core.setOutput(name, path);
  const passed = result.verdict?.merge === 'pass';
  if (!passed) core.setFailed(failureLine(result));
  core.setOutput('passed', String(passed));
}

/** An outside failure or wrong input also says so where people look first. */
export async function announceFailure(message: string): Promise<void> {
  core.setOutput('verdict', 'incomplete');
  core.setOutput('certificate', 'incomplete');
  await core.summary.addRaw(`## Seaworthy: no verdict\n\n${forMarkdown(message)}\n`, true).write();
}

async function writeReports(result: Result, directory: string): Promise<ReadonlyMap<string, string>> {
  const style = { color: false, width: 100 };
  const files = new Map<string, string>();
  const put = (output: string, name: string, text: string): void => {
    const path = join(directory, name);
    writeWhole(path, text);
    if (!files.has(output)) files.set(output, path);
  };
  const json = await render(result, 'json', style);
  put('report', 'result.json', json);
  core.setOutput('report-digest', digestOf(Buffer.from(json)));
  put('sarif', 'seaworthy.sarif', await render(result, 'sarif', style));
  put('summary', 'summary.md', await render(result, 'markdown', style));
  for (const [index, image] of result.images.entries()) {
    const name = result.images.length === 1 ? 'sbom.cdx.json' : `sbom-${index + 1}.cdx.json`;
    put('sbom', name, await renderBill(result, image));
  }
  return files;
}

function say({ level, message, title, file, line }: Annotation): void {
  const place = {
    title,
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { startLine: line }),
  };
  if (level === 'error') core.error(message, place);
  else if (level === 'warning') core.warning(message, place);
  else core.notice(message, place);
}

function failureLine(result: Result): string {
  const reason = result.verdict?.reasons[0];
  const word = result.verdict?.merge ?? 'incomplete';
  return reason === undefined ? `verdict ${word}` : `verdict ${word}: ${reason.message} ${reason.fix}`;
}
