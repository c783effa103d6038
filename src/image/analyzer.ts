// What wants to see the files of a layer as they stream past: package readers, inspectors.
import type { HashAlgorithm } from '../oci/hashing/algorithms.ts';
import type { Refusal } from '../terms/refusal.ts';

export type EntryType =
  | 'file'
  | 'directory'
  | 'symlink'
  | 'hardlink'
  | 'character-device'
  | 'block-device'
  | 'fifo';

/** One tar entry's header, normalised; the path has no leading slash, no `.` or `..`, and uses `/`. */
export interface Entry {
  readonly path: string;
  readonly type: EntryType;
  /** Bytes of the body; 0 unless `file`. */
  readonly size: number;
  /** Permission bits with setuid, setgid and sticky (12 bits). */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Seconds since 1970. */
  readonly mtime: number;
  /** Target of a symlink as written; of a hardlink, normalised. */
  readonly target?: string;
  /** From PAX `SCHILY.xattr.*`, name → raw bytes as latin1 text. */
  readonly xattrs?: Readonly<Record<string, string>>;
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** One thing an analyzer learned from one file of one layer; it survives in the layer cache. */
export interface Fact {
  /** Id of the analyzer. */
  readonly analyzer: string;
  readonly path: string;
  readonly data: Json;
}

/** What is learned from the digests of one body. */
export type ToFact = (hex: readonly string[], algorithms: readonly HashAlgorithm[]) => Json;

export interface FactSink {
  fact(data: Json): void;
  /** A reader of a body of `size` bytes whose fact is made of its digests, lower-case hex in the order of `algorithms`. */
  digests(size: number, algorithms: readonly HashAlgorithm[], toFact: ToFact): BodyReader;
  refuse(refusal: Refusal): void;
}

/** Takes one body, chunk by chunk. A chunk is only valid during the call: copy what is kept. */
export interface BodyReader {
  write(chunk: Uint8Array): void;
  /** The body ended as announced. */
  end(): void;
}

/** Sees every entry of a layer once and says which bodies it wants. Pure but for its own reader's state. */
export interface Analyzer {
  /** kebab-case; together with `version` it is part of the layer cache's key. */
  readonly id: string;
  readonly version: number;
  /** Undefined: not interesting. Called for every entry: it must be quick. */
  open(entry: Entry, sink: FactSink): BodyReader | undefined;
}

/** An analyzer's reader that wants the body in one piece, refused above `ceiling` bytes. */
export function wholeBody(
  entry: Entry,
  ceiling: number,
  sink: FactSink,
  parse: (body: Buffer) => void,
): BodyReader {
  if (entry.size > ceiling) {
    sink.refuse({
      code: 'ceiling',
      what: 'file',
      path: entry.path,
      message: `${entry.path} has ${entry.size} bytes; at most ${ceiling} are read`,
    });
    return { write: () => undefined, end: () => undefined };
  }
  const body = Buffer.allocUnsafe(entry.size);
  let filled = 0;
  return {
    write(chunk) {
      body.set(chunk, filled);
      filled += chunk.length;
    },
    end: () => parse(body.subarray(0, filled)),
  };
}
