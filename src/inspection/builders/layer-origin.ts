// What made a layer, and which part of the image it is where its builder says so.
import type { BuilderKind } from '../../terms/verdict.ts';
import type { LayerKind } from '../layer-kind.ts';

export interface LayerOrigin {
  readonly builder: BuilderKind;
  /** Absent: to be told from what stands in the layers. */
  readonly kind?: LayerKind;
  /** Instead of, or where there is no, history entry. Untrusted text. */
  readonly words?: string;
}
