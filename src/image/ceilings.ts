// How much of a layer is read at most; what goes beyond is refused with a typed error, never truncated.
import { type InflateCeilings, inflateCeilings } from '../oci/inflate/ceilings.ts';

/** Limits of one layer. Bytes unless said otherwise. */
export interface Ceilings extends InflateCeilings {
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
 * we know.
 */
export const defaultCeilings: Ceilings = {
  ...inflateCeilings,
  entries: 1_000_000,
  entryBytes: 128 * 1024 ** 2,
  facts: 250_000,
  pathLength: 4096,
  pathDepth: 256,
  extendedHeader: 1024 ** 2,
  milliseconds: 30 * 60 * 1000,
};
