// Searches one body for secrets, block by block; keeps what may be shown of each, never the secret.
import type { BodyReader, FactSink, Json } from '../../image/analyzer.ts';
import { type FoundSecret, searchSecrets } from '../secret-search.ts';

const block = 1024 * 1024;
/** Bytes that two blocks share, so that a secret on their border is whole in one of them. */
const overlap = 24 * 1024;
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

export function bodySearch(body: SearchedBody, told: Told): BodyReader {
  let buffer: Buffer | undefined;
  let filled = 0;
  let searched = 0;
  const state: Progress = { until: 0, line: 1 };
  const flush = (bytes: Buffer, length: number, next: number): void => {
    const found = searchSecrets(bytes, length, body.path);
    report(found, { bytes, offset: searched, next }, state, body, told);
  };
  return {
    write(chunk) {
      if (chunk.length === body.size) {
        flush(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength), chunk.length, chunk.length);
        return;
      }
      buffer ??= spare.pop() ?? Buffer.allocUnsafe(block);
      for (let at = 0; at < chunk.length; ) {
        const taken = Math.min(chunk.length - at, block - filled);
        buffer.set(chunk.subarray(at, at + taken), filled);
        filled += taken;
        at += taken;
        if (filled < block) continue;
        flush(buffer, block, block - overlap);
        buffer.copyWithin(0, block - overlap);
        searched += block - overlap;
        filled = overlap;
      }
    },
    end() {
      if (buffer === undefined) return;
      if (filled > 0) flush(buffer, filled, filled);
      spare.push(buffer);
      buffer = undefined;
    },
  };
}

interface Progress {
  /** End of the last secret told. */
  until: number;
  /** Line of the first byte of the block, or of the last secret told in it. */
  line: number;
}

interface Block {
  readonly bytes: Buffer;
  /** Position of the block in the body. */
  readonly offset: number;
  /** Where in the block the next one begins: what starts behind it is seen there, and whole. */
  readonly next: number;
}

function report(
  found: readonly FoundSecret[],
  { bytes, offset, next }: Block,
  state: Progress,
  { size, inside, text }: SearchedBody,
  { sink, seen }: Told,
): void {
  let counted = 0;
  for (const { pattern, start, masked, end } of found) {
    if (start >= next || offset + start < state.until || seen.size >= perFile) continue;
    state.until = offset + end;
    if (text) state.line += countLines(bytes, counted, start);
    counted = start;
    const fact: Json = { kind: pattern.id, ...masked };
    const key = JSON.stringify(inside === undefined && text ? [fact, start + offset] : fact);
    if (seen.has(key)) continue;
    seen.add(key);
    sink.fact({
      ...fact,
      ...(text ? { line: state.line } : { offset: offset + start }),
      ...(inside === undefined ? {} : { inside }),
    });
  }
  if (text && offset + next < size) state.line += countLines(bytes, counted, next);
}

function countLines(bytes: Buffer, from: number, to: number): number {
  let lines = 0;
  for (let at = bytes.indexOf(10, from); at >= 0 && at < to; at = bytes.indexOf(10, at + 1)) lines++;
  return lines;
}
