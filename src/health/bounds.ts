// Data: the Container Health Index as bounds on the age of a missing fix, each with where it comes from.
import type { GradeLetter } from '../terms/verdict.ts';

/** Which of the two columns of the index a finding counts in. */
export type Urgency = 'critical' | 'important';

export interface Bound {
  readonly letter: GradeLetter;
  readonly urgency: Urgency;
  /** Whole UTC days that the fix may be missing at most for this letter. */
  readonly days: number;
  /** `documented`: Red Hat publishes it; `own-reading`: the published text leaves it open. */
  readonly source: 'documented' | 'own-reading';
}

/**
 * Best letter first. Older than the last bound is F, which is our reading too.
 * Source: Red Hat, «Container Health Index grades as used inside the Red Hat Ecosystem Catalog».
 */
export const bounds: readonly Bound[] = [
  { letter: 'B', urgency: 'critical', days: 7, source: 'documented' },
  { letter: 'B', urgency: 'important', days: 30, source: 'documented' },
  { letter: 'C', urgency: 'critical', days: 30, source: 'documented' },
  { letter: 'C', urgency: 'important', days: 90, source: 'documented' },
  { letter: 'D', urgency: 'critical', days: 90, source: 'documented' },
  { letter: 'D', urgency: 'important', days: 365, source: 'own-reading' },
  { letter: 'E', urgency: 'critical', days: 365, source: 'own-reading' },
  { letter: 'E', urgency: 'important', days: 365, source: 'own-reading' },
];

/**
 * Best letter while an advisory without fix states no severity (own reading of «silence must not earn an A»);
 * an advisory without fix that states one does not count.
 */
export const silenceLetter: GradeLetter = 'B';
