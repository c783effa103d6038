// How far a layer may inflate.

/** Bytes unless said otherwise. */
export interface InflateCeilings {
  /** Bytes of the plain tar. */
  readonly plainBytes: number;
  /** Plain bytes per compressed byte, looked at once `ratioFrom` plain bytes are out. */
  readonly ratio: number;
  readonly ratioFrom: number;
  /** Base-2 logarithm of the largest zstd window (RFC 8878 §3.1.1.1.2 asks decoders for at least 23). */
  readonly zstdWindowLog: number;
}

/** Real layers stay far below: text compresses by 10 to 20, and only zeros reach gzip's bound of 1,032. */
export const inflateCeilings: InflateCeilings = {
  plainBytes: 40 * 1024 ** 3,
  ratio: 250,
  ratioFrom: 256 * 1024 ** 2,
  zstdWindowLog: 25,
};
