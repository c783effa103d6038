// The policy that holds where neither a file nor the input says otherwise.
import type { Policy } from './policy.ts';

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
  teamRules: new Map(),
  maxAge: '48h',
  waivers: [],
  sections: new Map(),
};
