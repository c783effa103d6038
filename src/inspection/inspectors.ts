// Every inspector there is: a new one is one more entry here, and its rules in rules.ts.
import type { Analyzer } from '../image/analyzer.ts';
import { hardening } from './hardening/inspector.ts';
import type { Inspected, Inspector, Judged } from './inspector.ts';
import { integrity } from './integrity/inspector.ts';
import { origin } from './origin/inspector.ts';
import { secrets } from './secrets/inspector.ts';
import { surveyImage } from './survey.ts';

export const inspectors: readonly Inspector[] = [secrets, hardening, integrity, origin];

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
