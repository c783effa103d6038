// The policy as the gate uses it, and one layer of it as a file or the input states it.
import type { GradeLetter, Waiver } from '../terms/verdict.ts';

export const considerations = ['observe', 'introduced', 'all'] as const;
/** What counts for the merge: nothing yet, what the change introduces, everything. */
export type Consider = (typeof considerations)[number];

export const ruleActions = ['block', 'warn', 'off'] as const;
export type RuleAction = (typeof ruleActions)[number];

export const statedSeverities = ['critical', 'high', 'medium', 'low', 'negligible'] as const;
export type StatedSeverity = (typeof statedSeverities)[number];

/** All parts that are written must hold for a vulnerability to block. */
export interface BlockCondition {
  readonly knownExploited?: boolean | undefined;
  /** This severity or a worse one. */
  readonly severity?: StatedSeverity | undefined;
  readonly fixable?: boolean | undefined;
  /** Span such as `14d`. */
  readonly olderThan?: string | undefined;
}

/** What one source of policy states; everything may be missing. */
export interface PolicyLayer {
  readonly extends?: string | undefined;
  readonly locked?: readonly string[] | undefined;
  readonly consider?: Consider | undefined;
  readonly minimumGrade?: GradeLetter | undefined;
  readonly block?: readonly BlockCondition[] | undefined;
  readonly unknownSeverity?: StatedSeverity | undefined;
  /** Rule id or `area/*` → what it does. */
  readonly rules?: ReadonlyMap<string, RuleAction> | undefined;
  readonly maxAge?: string | undefined;
  readonly waivers?: readonly Waiver[] | undefined;
  /** Place of a registered section → its value as its schema returned it. */
  readonly sections?: ReadonlyMap<string, unknown> | undefined;
}

/** The policy in force. */
export interface Policy {
  readonly extends?: string;
  readonly locked: readonly string[];
  readonly consider: Consider;
  readonly minimumGrade: GradeLetter;
  readonly block: readonly BlockCondition[];
  readonly unknownSeverity: StatedSeverity;
  readonly rules: ReadonlyMap<string, RuleAction>;
  /** Span such as `48h`. */
  readonly maxAge: string;
  readonly waivers: readonly Waiver[];
  readonly sections: ReadonlyMap<string, unknown>;
}

/** Holds where neither a file nor the input says otherwise. */
export const defaultPolicy: Policy = {
  locked: [],
  consider: 'introduced',
  minimumGrade: 'B',
  block: [
    { knownExploited: true },
    { severity: 'critical' },
    { severity: 'high', fixable: true, olderThan: '14d' },
  ],
  unknownSeverity: 'high',
  rules: new Map(),
  maxAge: '48h',
  waivers: [],
  sections: new Map(),
};

/** Lays one layer over a policy: what it states replaces, rules and waivers are added. */
export function overlay(below: Policy, layer: PolicyLayer): Policy {
  const reference = layer.extends ?? below.extends;
  return {
    ...(reference === undefined ? {} : { extends: reference }),
    locked: [...new Set([...below.locked, ...(layer.locked ?? [])])].sort(),
    consider: layer.consider ?? below.consider,
    minimumGrade: layer.minimumGrade ?? below.minimumGrade,
    block: layer.block ?? below.block,
    unknownSeverity: layer.unknownSeverity ?? below.unknownSeverity,
    rules: new Map([...below.rules, ...(layer.rules ?? [])]),
    maxAge: layer.maxAge ?? below.maxAge,
    waivers: [...below.waivers, ...(layer.waivers ?? [])],
    sections: new Map([...below.sections, ...(layer.sections ?? [])]),
  };
}

/** What the policy says of a rule: its own entry, else its area's, else undefined. */
export function ruleAction(policy: Pick<Policy, 'rules'>, rule: string): RuleAction | undefined {
  return policy.rules.get(rule) ?? policy.rules.get(`${rule.split('/', 1)[0] ?? ''}/*`);
}
