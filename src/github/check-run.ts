// The check run of a verdict: concluded as success or failure only, since neutral and skipped let a merge through.
import { z } from 'zod';
import { type Annotation, annotate } from '../report/annotations.ts';
import { renderMarkdown } from '../report/markdown/summary.ts';
import type { Result } from '../terms/verdict.ts';
import type { GitHubApi } from './api.ts';
import { limits } from './limits.ts';
import type { Target } from './target.ts';

const created = z.object({ id: z.number() });

/** At most four calls; annotations that have no place in them are counted in the last one. */
export async function publishCheck(api: GitHubApi, result: Result, target: Target): Promise<void> {
  const { shown, leftOut } = annotate(result, limits.annotationsPerCall);
  const placed = shown
    .filter((one) => one.file !== undefined)
    .slice(0, limits.annotationsPerCall * limits.annotationCalls);
  const hidden = Object.values(leftOut).reduce((sum, count) => sum + count, 0) + shown.length - placed.length;
  const batches = Array.from(
    { length: Math.max(1, Math.ceil(placed.length / limits.annotationsPerCall)) },
    (_, index) => placed.slice(index * limits.annotationsPerCall, (index + 1) * limits.annotationsPerCall),
  );
  const output = (batch: readonly Annotation[]): object => ({
    title: checkTitle(result),
    summary: renderMarkdown(result, { byteLimit: limits.checkText - 200 }),
    ...(hidden === 0 ? {} : { text: `${hidden} more findings stand in the report.` }),
    annotations: batch.map(toWire),
  });
  const { owner, repo } = target;
  const first = created.parse(
    await api.call('POST /repos/{owner}/{repo}/check-runs', {
      owner,
      repo,
      name: target.name,
      head_sha: target.sha,
      status: 'completed',
      conclusion: result.verdict?.merge === 'pass' ? 'success' : 'failure',
      output: output(batches[0] ?? []),
    }),
  );
  for (const batch of batches.slice(1)) {
    await api.call('PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', {
      owner,
      repo,
      check_run_id: first.id,
      output: output(batch),
    });
  }
}

export function checkTitle({ verdict, grade }: Result): string {
  const letter = grade?.letter === undefined ? '' : `, grade ${grade.letter}`;
  return `merge ${verdict?.merge ?? 'incomplete'}, certificate ${verdict?.certificate ?? 'incomplete'}${letter}`;
}

function toWire({ level, title, message, file = '', line = 1 }: Annotation): object {
  return {
    path: file,
    start_line: line,
    end_line: line,
    annotation_level: level === 'error' ? 'failure' : level,
    title: title.slice(0, 255),
    message,
  };
}
