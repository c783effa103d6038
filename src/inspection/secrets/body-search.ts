// Searches one body for secrets, stretch by stretch; keeps what may be shown of each, never the secret.
import type { BodyReader, FactSink, Json } from '../../image/analyzer.ts';
import { type FoundSecret, searchSecrets } from '../secret-search.ts';

/** Bytes behind the start of a secret within which it ends, and before it within which its keyword stands. */
const reach = 24 * 1024;
const context = 5 * 1024;
/** What two stretches share, so that a secret on their border is seen whole in one of them. */
const shared = context + reach;
/** Longer chunks are searched where they lie; of shorter ones copies are put together. */
const shortest = 3 * shared;
const perFile = 20;

export interface SearchedBody {
  /** By its name some kinds of secrets are known. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Name within the file, where it was packed into one. */
  readonly inside?: string;
  /** Has lines. */
  readonly text: boolean;
}

/** What was told of one file of a layer, however many bodies are packed into it. */
export interface Told {
  readonly sink: FactSink;
  /** A secret that is stored without compression is seen in the file and in its part. */
  readonly seen: Set<string>;
}

/** Bodies come one at a time and layers take turns between chunks: a buffer is lent to one body at a time. */
const spare: Buffer[] = [];

/** A body in one chunk is searched there, and so is a long chunk; the border before it is put together and searched first. */
export function bodySearch(body: SearchedBody, told: Told): BodyReader {
  let held: Buffer | undefined;
  /** What is held of the body: from where, and how many bytes. */
  let from = 0;
  let filled = 0;
  const progress: Progress = { told: 0, until: 0, line: 1, counted: 0 };
  const search = (bytes: Buffer, length: number, offset: number, next: number): void => {
    const found = searchSecrets(bytes, length, body.path);
    report(found, { bytes, offset, next }, progress, body, told);
  };
  const hold = (bytes: Buffer, buffer: Buffer): void => {
    buffer.set(bytes, filled);
    filled += bytes.length;
  };
  return {
    write(chunk) {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      const { length } = bytes;
      if (length === body.size) {
        search(bytes, length, 0, length);
        return;
      }
      held ??= spare.pop() ?? Buffer.allocUnsafe(2 * shortest);
      const start = from + filled;
      if (length > shortest) {
        if (start > 0) {
          hold(bytes.subarray(0, shared), held);
          search(held, filled, from, start + context);
        }
        search(bytes, length, start, start + length - reach);
        filled = 0;
        hold(bytes.subarray(-shared), held);
        from = start + length - shared;
        return;
      }
      hold(bytes, held);
      if (filled <= shortest) return;
      search(held, filled, from, from + filled - reach);
      held.copyWithin(0, filled - shared, filled);
      from += filled - shared;
      filled = shared;
    },
    end() {
      if (held === undefined) return;
      if (filled > 0) search(held, filled, from, from + filled);
      spare.push(held);
      held = undefined;
    },
  };
}

/** Places in the body, in bytes. */
interface Progress {
  /** What starts before it has been told. */
  told: number;
  /** End of the last secret told. */
  until: number;
  /** The line that `counted` stands in. */
  line: number;
  counted: number;
}

/** Places in the body, in bytes. */
interface Stretch {
  readonly bytes: Buffer;
  readonly offset: number;
  /** What starts behind it is told of the next stretch. */
  readonly next: number;
}

function report(
  found: readonly FoundSecret[],
  { bytes, offset, next }: Stretch,
  progress: Progress,
  { size, inside, text }: SearchedBody,
  { sink, seen }: Told,
): void {
  const countTo = (place: number): void => {
    progress.line += countLines(bytes, progress.counted - offset, place - offset);
    progress.counted = place;
  };
  for (const { pattern, masked, ...at } of found) {
    const [start, end] = [offset + at.start, offset + at.end];
    if (start < progress.told || start >= next || start < progress.until || seen.size >= perFile) continue;
    progress.until = end;
    if (text) countTo(start);
    const fact: Json = { kind: pattern.id, ...masked };
    const key = JSON.stringify(inside === undefined && text ? [fact, start] : fact);
    if (seen.has(key)) continue;
    seen.add(key);
    sink.fact({
      ...fact,
      ...(text ? { line: progress.line } : { offset: start }),
      ...(inside === undefined ? {} : { inside }),
    });
  }
  progress.told = next;
  if (text && next < size) countTo(next);
}

function countLines(bytes: Buffer, from: number, to: number): number {
  let lines = 0;
  for (let at = bytes.indexOf(10, from); at >= 0 && at < to; at = bytes.indexOf(10, at + 1)) lines++;
  return lines;
}
