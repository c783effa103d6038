// The two matrices of a stack: what each level, control and layer was asked, and what it answered (decision 18).
import type { Rule } from '../../../policy-pack/rules/rule.ts';
import type { Outcome } from '../../terms/finding.ts';
import { fillMatrices, type Matrices } from '../matrices/cells.ts';

/** Rules that were switched off have no outcomes, and their cells say so. */
export function stackMatrices(rules: readonly Rule[], outcomes: readonly Outcome[]): Matrices {
  const byRule = Map.groupBy(outcomes, (outcome) => outcome.rule);
  return fillMatrices(
    rules.map((rule) => ({
      rule: rule.id,
      place: { level: rule.level, control: rule.control, layer: rule.layer },
      outcomes: byRule.get(rule.id) ?? [],
    })),
  );
}
