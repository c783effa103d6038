// The policy as the gate uses it, and one layer of it as a file or the input states it.
import type { GradeLetter, Waiver } from '../terms/verdict.ts';

export const considerations = ['observe', 'introduced', 'all'] as const;
/** What counts for the merge, in both gates: nothing yet, what the change introduces, everything. */
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
  /** Only findings of this team, as `images.owners` has them. */
  readonly team?: string | undefined;
}

export type TeamRules = ReadonlyMap<string, ReadonlyMap<string, RuleAction>>;

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
  /** Team → rules that act otherwise on its findings. */
  readonly teamRules?: TeamRules | undefined;
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
  readonly teamRules: TeamRules;
  /** Span such as `48h`. */
  readonly maxAge: string;
  readonly waivers: readonly Waiver[];
  readonly sections: ReadonlyMap<string, unknown>;
}
