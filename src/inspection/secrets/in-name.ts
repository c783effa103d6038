// Secrets in the path of an entry: a file that is called after a token gives the token away without being opened.
import type { FactSink } from '../../image/analyzer.ts';
import { findSecrets } from '../secret-search.ts';

/** Most paths have no stretch that a secret could be. */
const longStretch = /[A-Za-z0-9_-]{20}/;

/** Tells each secret of a path that would be one wherever it stood; what only its surroundings make one is none here. */
export function tellNames(path: string, sink: FactSink): void {
  if (!longStretch.test(path)) return;
  for (const { pattern, start, end, masked } of findSecrets(path)) {
    if (findSecrets(path.slice(start, end)).some((alone) => alone.pattern === pattern)) {
      sink.fact({ kind: pattern.id, ...masked, inName: true });
    }
  }
}
