// What orchestration asks of workloads.
import type { Rule } from '../rule.ts';
import { rule as autoscaling } from './autoscaling/rule.ts';
import { rule as blockingBudget } from './blocking-budget/rule.ts';
import { rule as disruptionBudget } from './disruption-budget/rule.ts';
import { rule as quota } from './quota/rule.ts';
import { rule as replicas } from './replicas/rule.ts';
import { rule as spread } from './spread/rule.ts';

export const qualityRules: readonly Rule[] = [
  autoscaling,
  blockingBudget,
  disruptionBudget,
  quota,
  replicas,
  spread,
];
