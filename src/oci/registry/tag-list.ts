// Lists the tags of a repository, page by page (OCI distribution §Content discovery).
import { z } from 'zod';
import { readWhole } from '../../http/chunks.ts';
import { statusError } from '../../http/failures.ts';
import { followedUrl } from '../../http/redirect.ts';
import { OutsideError } from '../../terms/errors.ts';
import { documentCeiling, parseStrictJson } from '../strict-json.ts';
import type { RepositoryLine } from './repository.ts';

const pageCeiling = 1000;
const answerSchema = z.object({ tags: z.array(z.string()).nullish() });

/** The target of `rel=next` in a Link header (RFC 8288). */
export function nextPage(link: string | undefined): string | undefined {
  for (const [, target, parameters = ''] of (link ?? '').matchAll(/<([^>]*)>((?:\s*;[^,;]*)*)/g)) {
    if (/;\s*rel\s*=\s*(?:"(?:[^"]*\s)?next(?:\s[^"]*)?"|next)(?:\s|;|$)/i.test(parameters)) return target;
  }
  return undefined;
}

/** Every tag, sorted. A repository that is not there has none. */
export async function listTags(line: RepositoryLine): Promise<readonly string[]> {
  const tags = new Set<string>();
  const visited = new Set<string>();
  let url = line.url('tags/list');
  while (!visited.has(url.href) && visited.size < pageCeiling) {
    visited.add(url.href);
    const response = await line.session.send({ url }, { actions: 'pull' });
    if (response.status === 404) {
      response.discard();
      return [];
    }
    if (response.status !== 200) {
      response.discard();
      throw statusError(response.url, response.status, `cannot list the tags of ${line.name}`);
    }
    const failure = (cause?: unknown) =>
      new OutsideError(
        'protocol',
        `${line.name} answered without a list of tags`,
        'Check that it is a registry.',
        {
          cause,
        },
      );
    const bytes = await readWhole(response.body, documentCeiling, () => failure());
    const answer = answerSchema.safeParse(parseStrictJson(bytes, { what: 'list of tags' }));
    if (!answer.success) throw failure(answer.error);
    for (const tag of answer.data.tags ?? []) tags.add(tag);
    const next = nextPage(response.header('link'));
    if (next === undefined) return [...tags].sort();
    url = followedUrl(next, response.url, response.onward);
  }
  const fix = 'Ask whoever runs the registry; its pages do not end.';
  throw new OutsideError('protocol', `the tags of ${line.name} lead in a circle`, fix);
}
