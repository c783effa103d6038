// Inspection and the policy: what the sections of a policy make of findings, and how it takes them where it says nothing.
import type { Section } from '../gate/section.ts';
import type { RuleDefaults } from '../gate/treatment.ts';
import {
  ownersOfPolicy,
  ownersSection,
  trustOfPolicy,
  trustSection,
  vexSection,
} from '../inspection/image-policy.ts';
import { inspectionRules } from '../inspection/inspectors.ts';
import type { LayerKind } from '../inspection/layer-kinds.ts';
import { underTrust } from '../inspection/origin/trust.ts';
import { withOwners } from '../inspection/team-owners.ts';
import type { Finding } from '../terms/finding.ts';
import type { Image } from '../terms/image.ts';

/** An image's findings, the inspectors' and others, as the sections of a policy have them: trusted ones out, owners in. */
export function underPolicy(
  findings: readonly Finding[],
  { reference, config }: Image,
  kinds: readonly LayerKind[],
  sections: ReadonlyMap<string, unknown>,
): readonly Finding[] {
  const trusted = underTrust(findings, reference, trustOfPolicy(sections), config.labels);
  return withOwners(trusted, kinds, ownersOfPolicy(sections));
}

export const inspectionDefaults: RuleDefaults = new Map(
  inspectionRules.map(({ id, otherwise }) => [id, otherwise]),
);

/** Sections of the policy that inspections read. */
export const inspectionSections: readonly Section[] = [ownersSection, trustSection, vexSection];
