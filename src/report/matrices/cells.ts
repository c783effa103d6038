// The two matrices of decision 18 as data: level × control, and the ten layers.
import type { Outcome } from '../../terms/finding.ts';
import {
  type RuleControl,
  type RuleLevel,
  type RulePlace,
  ruleControls,
  ruleLevels,
  type SecurityLayer,
  securityLayers,
} from '../../terms/rule-place.ts';

export interface PlacedRule {
  readonly rule: string;
  readonly place: RulePlace;
  readonly outcomes: readonly Outcome[];
}

/** What the rules of a cell say together. Each state that is not `pass` or `fail` carries its reason. */
export type Cell =
  /** `passed`: how many of the rules found a subject, and passed on each. */
  | { readonly state: 'pass'; readonly rules: number; readonly passed: number }
  | { readonly state: 'fail'; readonly rules: number; readonly failed: readonly string[] }
  | { readonly state: 'unknown'; readonly rules: number; readonly reason: string }
  | { readonly state: 'not-covered'; readonly reason: string };

export interface Matrices {
  readonly levels: readonly {
    readonly level: RuleLevel;
    readonly cells: readonly { readonly control: RuleControl; readonly cell: Cell }[];
  }[];
  readonly layers: readonly { readonly layer: SecurityLayer; readonly name: string; readonly cell: Cell }[];
}

/** Places every rule's outcomes; a cell without a rule or an outcome says why it is empty. */
export function fillMatrices(rules: readonly PlacedRule[]): Matrices {
  const numbers: readonly SecurityLayer[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
  return {
    levels: ruleLevels.map((level) => ({
      level,
      cells: ruleControls.map((control) => {
        const members = rules.filter(({ place }) => place.level === level && place.control === control);
        return { control, cell: judgeCell(members, `no rule looks at ${control} of the ${level}`) };
      }),
    })),
    layers: numbers.map((layer) => {
      const name = securityLayers[layer - 1] ?? '';
      const members = rules.filter(({ place }) => place.layer === layer);
      return { layer, name, cell: judgeCell(members, `no rule looks at ${name}`) };
    }),
  };
}

/** Fail outweighs unknown, unknown outweighs pass: a cell is green only when all of it was seen. */
function judgeCell(members: readonly PlacedRule[], empty: string): Cell {
  if (members.length === 0) return { state: 'not-covered', reason: empty };
  const outcomes = members.flatMap((member) => member.outcomes);
  const failed = new Set(outcomes.flatMap((outcome) => (outcome.kind === 'fail' ? [outcome.rule] : [])));
  const rules = members.length;
  if (failed.size > 0) return { state: 'fail', rules, failed: [...failed].sort() };
  const unknown = outcomes.filter((outcome) => outcome.kind === 'unknown');
  const [first] = unknown;
  if (first !== undefined) {
    const more = unknown.length > 1 ? `, and ${unknown.length - 1} more` : '';
    return {
      state: 'unknown',
      rules,
      reason: `${first.rule} could not see ${first.path} of ${first.subject}${more}`,
    };
  }
  const passed = new Set(outcomes.flatMap((outcome) => (outcome.kind === 'pass' ? [outcome.rule] : [])));
  if (passed.size > 0) return { state: 'pass', rules, passed: passed.size };
  const reasons = outcomes.flatMap((outcome) => (outcome.kind === 'not-applicable' ? [outcome.reason] : []));
  return {
    state: 'not-covered',
    reason: reasons.toSorted()[0] ?? 'its rules were switched off or found no subject',
  };
}
