// How much of a layer is read at most; what goes beyond is refused with a typed error, never truncated.

/** Limits of one layer. Bytes unless said otherwise. */
export interface Ceilings {
  /** Bytes of the plain tar. */
  readonly plainBytes: number;
  /** Plain bytes per compressed byte, looked at once `ratioFrom` plain bytes are out. */
  readonly ratio: number;
  readonly ratioFrom: number;
  /** Base-2 logarithm of the largest zstd window (RFC 8878 §3.1.1.1.2 asks decoders for at least 23). */
  readonly zstdWindowLog: number;
  /** Entries of the tar, extension headers not counted. */
  readonly entries: number;
  /** Paths, link targets and attributes of all entries together, held in memory. */
  readonly entryBytes: number;
  /** Things that all analyzers together learn from one layer. */
  readonly facts: number;
  readonly pathLength: number;
  readonly pathDepth: number;
  /** Bytes of one PAX header or GNU long name. */
  readonly extendedHeader: number;
  readonly milliseconds: number;
}

/**
 * The defaults. Real layers stay far below: 40 GiB and a million entries are beyond any published image that
 * we know, text compresses by 10 to 20, and only zeros reach gzip's bound of 1,032.
 */
export const defaultCeilings: Ceilings = {
  plainBytes: 40 * 1024 ** 3,
  ratio: 250,
  ratioFrom: 256 * 1024 ** 2,
  zstdWindowLog: 25,
  entries: 1_000_000,
  entryBytes: 128 * 1024 ** 2,
  facts: 250_000,
  pathLength: 4096,
  pathDepth: 256,
  extendedHeader: 1024 ** 2,
  milliseconds: 30 * 60 * 1000,
};
