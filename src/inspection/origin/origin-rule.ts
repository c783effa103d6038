// What all rules on where software comes from have in common.
import type { InspectionRule } from '../inspection-rule.ts';

type Words = Omit<InspectionRule, 'level' | 'control' | 'layer' | 'id'>;

export function originRule(name: string, words: Words): InspectionRule {
  return { level: 'image', control: 'content trust', layer: 3, ...words, id: `origin/${name}` };
}
