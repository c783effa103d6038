// Inspection and the policy: what the sections of a policy make of findings, and how it takes them where it says nothing.
import { signerSchema } from '../../evidence/policy/identity-schema.ts';
import type { Policy } from '../../gate/policy.ts';
import type { Section } from '../../gate/section.ts';
import type { RuleDefaults } from '../../gate/treatment.ts';
import { isUnasked } from '../../gate/unasked.ts';
import {
  fixPlanSection,
  knownBadSection,
  ownersOfPolicy,
  ownersSection,
  trustOfPolicy,
  trustSection,
  vexSection,
} from '../../inspection/image-policy.ts';
import type { LayerKind } from '../../inspection/layer-kind.ts';
import type { KnownBase } from '../../inspection/origin/base/judge.ts';
import { underTrust } from '../../inspection/origin/trust.ts';
import { inspectionRules } from '../../inspection/rules.ts';
import { withOwners } from '../../inspection/team-owners.ts';
import type { Finding } from '../../terms/finding.ts';
import type { Image } from '../../terms/image.ts';

/** What a policy is laid over. */
export interface ScannedFacts {
  /** The inspectors' and others. */
  readonly findings: readonly Finding[];
  readonly image: Image;
  /** One a layer. */
  readonly kinds: readonly LayerKind[];
  readonly asOf: Date;
  readonly base: KnownBase | undefined;
}

/** An image's findings as the sections of a policy have them: trusted ones out, owners in. */
export function underPolicy(
  { findings, image, kinds, asOf, base }: ScannedFacts,
  sections: ReadonlyMap<string, unknown>,
): readonly Finding[] {
  const trusted = underTrust(findings, image, trustOfPolicy(sections), asOf, base);
  return withOwners(trusted, kinds, ownersOfPolicy(sections));
}

export const inspectionDefaults: RuleDefaults = new Map(
  inspectionRules.map(({ id, otherwise }) => [id, otherwise]),
);

/** Ids of the inspectors of whose rules the policy makes nothing: each is named like the area of its rules. */
export function unaskedInspectors(policy: Policy): ReadonlySet<string> {
  const areas = Map.groupBy(inspectionRules, ({ id }) => id.split('/', 1)[0] ?? '');
  const unasked = [...areas].filter(([, rules]) =>
    rules.every(({ id }) => isUnasked(policy, id, inspectionDefaults)),
  );
  return new Set(unasked.map(([area]) => area));
}

/** Sections of the policy that inspections read. */
export const inspectionSections: readonly Section[] = [
  fixPlanSection,
  knownBadSection,
  ownersSection,
  trustSection(signerSchema),
  vexSection,
];
