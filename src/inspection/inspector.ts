// The one interface of everything that looks into an image for other things than packages.
import type { Analyzer } from '../image/analyzer.ts';
import type { ImageView } from '../image/view.ts';
import type { FoundPackage } from '../packages/format.ts';
import type { Finding } from '../terms/finding.ts';
import type { Image } from '../terms/image.ts';
import type { OperatingSystem } from '../terms/package.ts';
import type { Refusal } from '../terms/refusal.ts';
import type { InspectionRule } from './inspection-rule.ts';
import type { Survey } from './survey.ts';

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
