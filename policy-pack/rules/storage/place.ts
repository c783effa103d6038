// Where the storage rules stand (decision 18).
import type { RulePlace } from '../../../src/terms/rule-place.ts';

export const storagePlace = {
  level: 'container',
  control: 'hardened configuration',
  layer: 8,
} as const satisfies RulePlace;
