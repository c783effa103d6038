// Every inspector there is: a new one is one more entry here.
import type { Analyzer } from '../image/analyzer.ts';
import { hardening } from './hardening/inspector.ts';
import type { InspectionRule } from './inspection-rule.ts';
import type { Inspected, Inspector, Judged } from './inspector.ts';
import { integrity } from './integrity/inspector.ts';
import { origin } from './origin/inspector.ts';
import { secrets } from './secrets/inspector.ts';
import { surveyImage } from './survey.ts';

export const inspectors: readonly Inspector[] = [secrets, hardening, integrity, origin];

export const inspectionRules: readonly InspectionRule[] = inspectors
  .flatMap(({ rules }) => rules)
  .sort((a, b) => (a.id < b.id ? -1 : 1));

export const inspectionAnalyzers: readonly Analyzer[] = inspectors.flatMap(({ analyzers }) => analyzers);

/** What all inspectors say of one image. */
export function inspect(given: Omit<Inspected, 'survey'>): Judged {
  const inspected = { ...given, survey: surveyImage(given.view, given.packages) };
  const judged = inspectors.map((inspector) => inspector.judge(inspected));
  return {
    findings: judged.flatMap(({ findings }) => findings),
    refusals: judged.flatMap(({ refusals }) => refusals),
  };
}
