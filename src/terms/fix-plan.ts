// What to change so that the gate passes, and what each change buys.
import type { Severity } from './severity.ts';
import type { GradeLetter, Judgement, VerdictReason } from './verdict.ts';

/** One change that does away with findings that stand in the way. */
export interface FixStep {
  /**
   * `base`: build on a newer base; `rebuild`: install the packages of a layer anew; `upgrade`: one package, or one
   * program with what is built into it; `edit`: anything else.
   */
  readonly kind: 'base' | 'rebuild' | 'upgrade' | 'edit';
  /** What to do, in one imperative sentence. */
  readonly action: string;
  /** Who waits for it. */
  readonly question: 'certificate' | 'both';
  /** Packages that must change, each with the lowest version that will do. */
  readonly packages: readonly {
    readonly name: string;
    readonly installed: string;
    readonly needed: string;
  }[];
  /** Findings that it does away with together with the steps before it: how many of each severity. */
  readonly closes: Partial<Readonly<Record<Severity, number>>>;
  /** Their rules, sorted. */
  readonly rules: readonly string[];
  /** The worst grade of the images after this step and those before it; absent: not gradable. */
  readonly grade?: GradeLetter;
  /** Teams whose findings it does away with, where the policy names owners. */
  readonly teams?: readonly string[];
}

/** The smallest set of changes that makes the gate pass, or comes as near as changes can. */
export interface FixPlan {
  /** What helps most first. */
  readonly steps: readonly FixStep[];
  /** What the gate would say after all steps. */
  readonly reaches: {
    readonly merge: Judgement;
    readonly certificate: Judgement;
    readonly grade?: GradeLetter;
  };
  /** What would still stand in the way: no change that is known helps. */
  readonly left: readonly VerdictReason[];
}
