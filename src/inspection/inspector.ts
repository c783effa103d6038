// The one interface of everything that looks into an image for other things than packages.
import type { Analyzer } from '../image/analyzer.ts';
import type { ImageView } from '../image/view.ts';
import type { FoundPackage } from '../packages/format.ts';
import type { Finding } from '../terms/finding.ts';
import type { Image } from '../terms/image.ts';
import type { OperatingSystem } from '../terms/package.ts';
import type { Refusal } from '../terms/refusal.ts';
import type { RulePlace } from '../terms/rule-place.ts';
import type { Severity } from '../terms/severity.ts';
import type { Survey } from './survey.ts';

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
  /** Id of the check in a published catalogue, such as `CIS Docker 4.1`. */
  readonly check?: string;
}

/** One image, read whole; inspectors know nothing else. */
export interface Inspected {
  readonly view: ImageView;
  readonly image: Image;
  readonly packages: readonly FoundPackage[];
  readonly os: OperatingSystem | undefined;
  /** The moment of judgement. */
  readonly asOf: Date;
  readonly survey: Survey;
}

export interface Judged {
  readonly findings: readonly Finding[];
  /** What could not be looked at, or contradicts itself: each makes the verdict incomplete. */
  readonly refusals: readonly Refusal[];
}

/** Analyzers see the layers as they stream past; `judge` is pure and sees the squashed image. */
export interface Inspector {
  /** kebab-case. */
  readonly id: string;
  readonly rules: readonly InspectionRule[];
  readonly analyzers: readonly Analyzer[];
  judge(inspected: Inspected): Judged;
}
