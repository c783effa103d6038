// Puts the parts of a run together to the one result.
import type { Decision } from '../../gate/decide.ts';
import type { EffectivePolicy } from '../../gate/effective-policy.ts';
import { worstGrade } from '../../health/worst.ts';
import type { FixPlan, JudgedFinding, Result } from '../../terms/verdict.ts';
import { version } from '../../terms/version.ts';
import type { Scan } from '../scan.ts';
import { inspectionDefaults } from './inspect.ts';

const tool = { name: 'seaworthy', version } as const;

/** A scan's result has no verdict: every finding is shown, none blocks. */
export function scanResult(scan: Scan): Result {
  const grade = worstGrade(scan.images.map((one) => one.grade));
  const findings = scan.images.flatMap((one) =>
    one.findings.map(
      (finding): JudgedFinding => ({
        ...finding,
        image: one.reference,
        treatment: inspectionDefaults.get(finding.rule) === 'off' ? 'off' : 'warn',
        blocksMerge: false,
        origin: 'no-base',
        judgedBy: 'scan',
      }),
    ),
  );
  return {
    schemaVersion: 1,
    gate: 'image',
    ...(grade === undefined ? {} : { grade }),
    images: scan.images.map((one) => one.scanned(one.grade)),
    findings,
    waivers: [],
    warnings: scan.warnings,
    snapshot: scan.snapshot,
    tool,
  };
}

const completed = new WeakSet<Result>();

/** Whether a gate of this process judged it: signing rests on that, and no value read from a file has it. */
export function isCompleted(result: Result): boolean {
  return completed.has(result);
}

/** Back from where `kept-gate.ts` alone keeps what a gate of this program completed. */
export function recallCompleted(result: Result): Result {
  completed.add(result);
  return result;
}

/** A gate's result: the decision's findings and grades, the policy's digest. */
export function gateResult(
  scan: Scan,
  decision: Decision,
  policy: EffectivePolicy,
  base?: Result['base'],
  fixPlan?: FixPlan,
): Result {
  const grade = worstGrade(decision.grades);
  const result: Result = {
    schemaVersion: 1,
    gate: 'image',
    verdict: decision.verdict,
    ...(grade === undefined ? {} : { grade }),
    images: scan.images.map((one, index) => one.scanned(decision.grades[index] ?? one.grade)),
    findings: decision.findings,
    ...(decision.fixed.length === 0 ? {} : { fixed: decision.fixed }),
    ...(base === undefined ? {} : { base }),
    ...(fixPlan === undefined ? {} : { fixPlan }),
    waivers: decision.waivers,
    warnings: [...new Set([...scan.warnings, ...policy.warnings, ...decision.warnings])],
    snapshot: scan.snapshot,
    policyDigest: policy.digest,
    tool,
  };
  completed.add(result);
  return result;
}
