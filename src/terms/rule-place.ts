// Where a rule stands among what container security is made of (decision 18).

export const ruleLevels = ['image', 'container', 'host'] as const;
export type RuleLevel = (typeof ruleLevels)[number];

export const ruleControls = [
  'content security',
  'hardened configuration',
  'content trust',
  'secrets management',
  'host security',
] as const;
export type RuleControl = (typeof ruleControls)[number];

/** The ten layers of container security, from the host upwards; a rule's `layer` is 1 + the position here. */
export const securityLayers = [
  'host and multitenancy',
  'content',
  'registries',
  'building',
  'deploying',
  'orchestration',
  'network isolation',
  'storage',
  'API management',
  'federation',
] as const;
export type SecurityLayer = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10;

export interface RulePlace {
  readonly level: RuleLevel;
  readonly control: RuleControl;
  readonly layer: SecurityLayer;
}
