// One rule for each kind of secret, made from its pattern.
import type { InspectionRule } from '../inspection-rule.ts';
import type { SecretPattern } from '../secret-pattern.ts';
import { secretPatterns } from '../secret-patterns.ts';

const place = { level: 'image', control: 'secrets management', layer: 4 } as const;

/** Kinds that are often less than a secret: shown, and left to the policy. */
const mild: ReadonlySet<string> = new Set(['medium', 'low']);

export const secretRules: readonly InspectionRule[] = secretPatterns.map((pattern) => ({
  ...place,
  id: secretRuleId(pattern),
  otherwise: mild.has(pattern.severity) ? 'warn' : 'block',
  severity: pattern.severity,
  title: `No layer, and nothing of the configuration, holds ${pattern.name}.`,
  because: 'Everyone who can pull the image can read it.',
  fix: pattern.fix,
  check: 'CIS Docker 4.10',
  form: `Form: ${pattern.source} · compared on ${pattern.compared.on} with ${pattern.compared.with.join(', ')}.`,
}));

export const documentedRule: InspectionRule = {
  ...place,
  id: 'secrets/documentation',
  otherwise: 'warn',
  severity: 'low',
  title: 'Documentation and test files show no secrets.',
  because: 'It is most likely an example, but an example can be somebody’s real secret.',
  fix: 'Look at it; leave documentation and tests out of the image.',
};

export const unreadRule: InspectionRule = {
  ...place,
  id: 'secrets/unread',
  otherwise: 'warn',
  severity: 'low',
  title: 'Compressed files can be looked into for secrets.',
  because: 'They are too large, damaged, encrypted, or packed in a way that is not read.',
  fix: 'Leave archives out of the image, or unpack them there.',
};

export function secretRuleId({ id }: SecretPattern): string {
  return `secrets/${id}`;
}
