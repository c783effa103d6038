// Every inspector there is: a new one is one more entry here, and its rules in rules.ts.
import type { Analyzer } from '../image/analyzer.ts';
import { hardening } from './hardening/inspector.ts';
import type { Inspected, Inspector, Judged } from './inspector.ts';
import { integrity } from './integrity/inspector.ts';
import { origin } from './origin/inspector.ts';
import { secrets } from './secrets/inspector.ts';
import { surveyImage } from './survey.ts';

export const inspectors: readonly Inspector[] = [secrets, hardening, integrity, origin];

/** Ids of inspectors that are not to run. */
export type Without = ReadonlySet<string>;

const nobody: Without = new Set();

export function inspectionAnalyzers(without: Without = nobody): readonly Analyzer[] {
  return running(without).flatMap(({ analyzers }) => analyzers);
}

/** What the inspectors say of one image. */
export function inspect(given: Omit<Inspected, 'survey'>, without: Without = nobody): Judged {
  const asked = running(without);
  if (asked.length === 0) return { findings: [], refusals: [] };
  const inspected = { ...given, survey: surveyImage(given.view, given.packages) };
  const judged = asked.map((inspector) => inspector.judge(inspected));
  return {
    findings: judged.flatMap(({ findings }) => findings),
    refusals: judged.flatMap(({ refusals }) => refusals),
  };
}

function running(without: Without): readonly Inspector[] {
  return inspectors.filter(({ id }) => !without.has(id));
}
