// A squashed image as readers of packages and facts see it.
import type { Entry, Fact } from './analyzer.ts';

export interface VisibleEntry {
  readonly entry: Entry;
  /** Index of the layer (0 = lowest) that wrote it. */
  readonly layer: number;
}

export interface LayeredFact extends Fact {
  readonly layer: number;
  /** False when a later layer deleted or replaced the file. */
  readonly visible: boolean;
}

/** What a container of the image would see, with the layer of each thing. */
export interface ImageView {
  readonly layers: number;
  /** The entry at a path, symlinks not followed. */
  entry(path: string): VisibleEntry | undefined;
  /** The path that `path` leads to, every symlink and hardlink followed inside the image; undefined when dangling or circular. */
  resolve(path: string): string | undefined;
  /** Facts of one analyzer, in order of layer, then path; hidden ones too. */
  facts(analyzer: string): readonly LayeredFact[];
  /** Visible entries in byte order of path. */
  entries(): Iterable<VisibleEntry>;
}
