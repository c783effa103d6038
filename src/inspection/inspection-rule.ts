// One rule about images, as data.
import type { RulePlace } from '../terms/rule-place.ts';
import type { Severity } from '../terms/severity.ts';

/** One checkable statement about an image, as data. */
export interface InspectionRule extends RulePlace {
  /** `area/name`. */
  readonly id: string;
  /** What it does unless the policy says otherwise. */
  readonly otherwise: 'block' | 'warn' | 'off';
  readonly severity: Severity;
  /** What it asks for, in one sentence. */
  readonly title: string;
  /** Why it matters. */
  readonly because: string;
  /** What to do when it is broken. */
  readonly fix: string;
  /** Id of the check in a published catalogue, such as `CIS Docker 4.1` (version 1.6.0). */
  readonly check?: string;
  /** Of a rule about a form that somebody else gives: where it is described, and when it was compared with what. */
  readonly form?: string;
}
