// Judges an image by its layers alone: its inventory, what the inspectors say, and nothing secret in what is shown of it.
import type { Analyzer } from '../../image/analyzer.ts';
import { withLayerOrigins } from '../../inspection/builders/layer-origins.ts';
import { inspect, inspectionAnalyzers, type Without } from '../../inspection/inspectors.ts';
import type { KnownBad } from '../../inspection/integrity/known-bad.ts';
import { kindsOfLayers } from '../../inspection/layer-kinds.ts';
import { redactData, redactImage } from '../../inspection/redaction.ts';
import { packageFormats } from '../../packages/formats.ts';
import { inventoryAnalyzers, takeInventory } from '../../packages/inventory.ts';
import type { ImageOutcome } from './outcome.ts';
import type { ReadImage } from './read-images.ts';

/** What is looked for. */
export interface Looking {
  readonly knownBad?: KnownBad | undefined;
  /** Inspectors that are not to run. */
  readonly without?: Without | undefined;
}

/** Everything that must have seen the layers before `judgeLayers`. */
export function imageAnalyzers({ knownBad, without }: Looking): readonly Analyzer[] {
  return [
    ...inventoryAnalyzers(packageFormats),
    ...inspectionAnalyzers(without),
    ...(knownBad === undefined ? [] : [knownBad.analyzer]),
  ];
}

/** Pure. `asOf`: the day of judgement, at its beginning. */
export function judgeLayers(
  { image: source, view, found, accounting }: ReadImage,
  asOf: Date,
  { knownBad, without }: Looking,
): ImageOutcome {
  const raw = withLayerOrigins(source);
  const inventory = takeInventory(view, packageFormats);
  const { packages, os } = inventory;
  const judged = inspect({ view, image: raw, packages, os, asOf }, without);
  const image = redactImage(raw);
  return {
    image,
    ...(os === undefined ? {} : { os }),
    packages: redactData(packages.map(({ files, places, signer, ...one }) => one)),
    findings: redactData([...judged.findings, ...(knownBad?.judge(view, image) ?? [])]),
    refusals: redactData([...found, ...inventory.refusals, ...judged.refusals]),
    kinds: kindsOfLayers(view, raw),
    accounting,
  };
}
