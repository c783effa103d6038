// Inspection as part of a scan: what the inspectors say of an image that was read, and nothing secret in what is shown of it.
import type { RuleDefaults } from '../gate/treatment.ts';
import { defaultSettings } from '../inspection/inspector.ts';
import { inspect, inspectionRules } from '../inspection/inspectors.ts';
import { redactImage } from '../inspection/redaction.ts';
import type { Inventory } from '../packages/inventory.ts';
import type { Finding } from '../terms/finding.ts';
import type { Refusal } from '../terms/refusal.ts';
import type { ReadImage } from './read-images.ts';

export interface InspectedImage {
  /** As it was read, but with the secrets of its configuration taken out. */
  readonly read: ReadImage;
  readonly findings: readonly Finding[];
  readonly refusals: readonly Refusal[];
}

export function inspectImage(read: ReadImage, inventory: Inventory, asOf: Date): InspectedImage {
  const { view, image } = read;
  const { packages, os } = inventory;
  const judged = inspect({ view, image, packages, os, asOf, settings: defaultSettings });
  return { read: { ...read, image: redactImage(image) }, ...judged };
}

export const inspectionDefaults: RuleDefaults = new Map(
  inspectionRules.map(({ id, otherwise }) => [id, otherwise]),
);
