// What an image's own bytes say, whatever advisories and policy make of it: the part of a run that costs the most.
import type { LayerKind } from '../../inspection/layer-kind.ts';
import type { Finding } from '../../terms/finding.ts';
import type { Image } from '../../terms/image.ts';
import type { OperatingSystem, Package } from '../../terms/package.ts';
import type { Refusal } from '../../terms/refusal.ts';
import type { ScannedImage } from '../../terms/verdict.ts';

/** Plain data, so that it can be kept; no secret stands in it. */
export interface ImageOutcome {
  /** With the secrets of its configuration taken out. */
  readonly image: Image;
  readonly os?: OperatingSystem;
  readonly packages: readonly Package[];
  /** Of the inspectors and of the list of known bad files. */
  readonly findings: readonly Finding[];
  /** Of layers, package databases and inspections; those of the source are not among them. */
  readonly refusals: readonly Refusal[];
  /** One a layer. */
  readonly kinds: readonly LayerKind[];
  readonly accounting: ScannedImage['accounting'];
}
