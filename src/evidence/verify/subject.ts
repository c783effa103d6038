// Whether a statement is about the artifact that is judged.
import type { Statement } from '../formats/statement.ts';
import type { Artifact } from './content.ts';
import { Rejection } from './rejection.ts';

/**
 * in-toto spec/v1/digest_set.md: a subject matches when at least one known digest agrees and none of those known to
 * both differs. Rejection `subject`.
 */
export function checkSubject(statement: Statement, artifact: Artifact): void {
  const matches = statement.subjects.some(({ digest }) => {
    const common = [...digest].filter(([algorithm]) => artifact.digests.has(algorithm));
    return common.length > 0 && common.every(([algorithm, hex]) => artifact.digests.get(algorithm) === hex);
  });
  if (matches) return;
  const [digest] = artifact.digests;
  throw new Rejection('subject', `the statement is not about ${digest?.join(':') ?? 'this artifact'}`);
}
