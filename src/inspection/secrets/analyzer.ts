// Looks for secrets in the bodies of text files as they stream past; keeps what may be shown of each, never the secret.
import type { Analyzer, BodyReader, Entry, FactSink, Json } from '../../image/analyzer.ts';
import { type FoundSecret, searchSecrets } from '../secret-search.ts';

const block = 1024 * 1024;
/** Bytes that two blocks share, so that a secret on their border is whole in one of them. */
const overlap = 24 * 1024;
/** Files up to here are searched even when they hold zero bytes. */
const smallBinary = 8 * 1024;
const sniffed = 4096;
const perFile = 20;

export const secretsAnalyzer: Analyzer = {
  id: 'secrets',
  version: 1,
  open(entry, sink) {
    if (entry.type !== 'file' || entry.size < 8) return undefined;
    return readSecrets(entry, sink);
  },
};

/** Bodies come one at a time and layers take turns between chunks: a buffer is lent to one body at a time. */
const spare: Buffer[] = [];

function readSecrets(entry: Entry, sink: FactSink): BodyReader {
  let buffer: Buffer | undefined;
  let filled = 0;
  let searched = 0;
  let binary: boolean | undefined;
  const state: Progress = { size: entry.size, facts: 0, until: 0, line: 1 };
  const flush = (bytes: Buffer, length: number, next: number): void => {
    report(searchSecrets(bytes, length, entry.path), { bytes, offset: searched, next }, state, sink);
  };
  return {
    write(chunk) {
      binary ??= entry.size > smallBinary && chunk.subarray(0, sniffed).includes(0);
      if (binary) return;
      if (chunk.length === entry.size) {
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
  /** Bytes of the body. */
  readonly size: number;
  facts: number;
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
  sink: FactSink,
): void {
  let counted = 0;
  for (const { pattern, start, masked, end } of found) {
    if (start >= next || offset + start < state.until || state.facts >= perFile) continue;
    state.until = offset + end;
    state.facts++;
    state.line += countLines(bytes, counted, start);
    counted = start;
    sink.fact(toJson(pattern.id, state.line, masked));
  }
  if (offset + next < state.size) state.line += countLines(bytes, counted, next);
}

function toJson(kind: string, line: number, masked: FoundSecret['masked']): Json {
  return { kind, line, ...masked };
}

function countLines(bytes: Buffer, from: number, to: number): number {
  let lines = 0;
  for (let at = bytes.indexOf(10, from); at >= 0 && at < to; at = bytes.indexOf(10, at + 1)) lines++;
  return lines;
}
