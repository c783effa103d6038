// What one pass over one layer learns; it lives in the layer cache and is put together with others to a view.
import type { Digest } from '../terms/digest.ts';
import type { Refusal } from '../terms/refusal.ts';
import type { EntryTable } from './entry-table.ts';
import type { FactTable } from './fact-table.ts';

export interface LayerRecord {
  /** Every entry but whiteouts, once a path, in byte order. */
  readonly entries: EntryTable;
  /** Paths that the layer deletes from lower ones. */
  readonly whiteouts: readonly string[];
  /** Directories in which nothing of lower layers is left; '' is the root. */
  readonly opaque: readonly string[];
  /** Link and target of every hard link; chains are followed. */
  readonly hardlinks: readonly (readonly [path: string, target: string])[];
  readonly facts: FactTable;
  /** Facts of bodies that a later entry of the same path and layer replaces: in the blob, but never seen. */
  readonly replacedFacts: FactTable;
  /** At most `refusalCeiling`; one more then says how many were left out. */
  readonly refusals: readonly Refusal[];
  /** Bytes of the plain tar by what became of them; their sum is its size. */
  readonly accounting: Accounting;
  readonly oddities: Oddities;
  /** Of the plain tar; absent for a layer that is stored plain, whose blob's digest says the same. */
  readonly plainDigest?: Digest | undefined;
}

export interface Accounting {
  readonly parsed: number;
  readonly notInteresting: number;
  readonly refused: number;
}

/** What honest writers hardly do: counted, and read as every engine reads it. */
export interface Oddities {
  /** A path that comes twice in one layer; the last counts. */
  readonly duplicatePaths: number;
  /** A path with a leading slash. */
  readonly absolutePaths: number;
}

export const refusalCeiling = 100;
