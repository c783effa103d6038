// Inspection as part of a scan: what the inspectors say of an image that was read, and nothing secret in what is shown of it.
import type { Section } from '../gate/section.ts';
import type { RuleDefaults } from '../gate/treatment.ts';
import {
  ownersOfPolicy,
  ownersSection,
  trustOfPolicy,
  trustSection,
  vexSection,
} from '../inspection/image-policy.ts';
import { inspect, inspectionRules } from '../inspection/inspectors.ts';
import { kindsOfLayers } from '../inspection/layer-kinds.ts';
import { underTrust } from '../inspection/origin/trust.ts';
import { redactImage } from '../inspection/redaction.ts';
import { withOwners } from '../inspection/team-owners.ts';
import type { Inventory } from '../packages/inventory.ts';
import type { Finding } from '../terms/finding.ts';
import type { Refusal } from '../terms/refusal.ts';
import type { ReadImage } from './read-images.ts';

export interface InspectedImage {
  /** As it was read, but with the secrets of its configuration taken out. */
  readonly read: ReadImage;
  readonly findings: readonly Finding[];
  readonly refusals: readonly Refusal[];
  /** The image's findings, these and others, as the sections of a policy have them: trusted ones out, owners in. */
  underPolicy(findings: readonly Finding[], sections: ReadonlyMap<string, unknown>): readonly Finding[];
}

export function inspectImage(read: ReadImage, inventory: Inventory, asOf: Date): InspectedImage {
  const { view, image } = read;
  const { packages, os } = inventory;
  const judged = inspect({ view, image, packages, os, asOf });
  const kinds = kindsOfLayers(view, image);
  const { reference } = image;
  return {
    read: { ...read, image: redactImage(image) },
    ...judged,
    underPolicy: (findings, sections) =>
      withOwners(
        underTrust(findings, reference, trustOfPolicy(sections), read.image.config.labels),
        kinds,
        ownersOfPolicy(sections),
      ),
  };
}

export const inspectionDefaults: RuleDefaults = new Map(
  inspectionRules.map(({ id, otherwise }) => [id, otherwise]),
);

/** Sections of the policy that inspections read. */
export const inspectionSections: readonly Section[] = [ownersSection, trustSection, vexSection];
