// The results of a SARIF run, worst first.
import { createHash } from 'node:crypto';
import { withoutVersion } from '../../gate/subject-pattern.ts';
import type { JudgedFinding } from '../../terms/verdict.ts';
import { forSarif } from '../encoders/sarif.ts';
import { withoutControls } from '../encoders/terminal.ts';
import { joinSentences } from '../prose.ts';
import { limits } from './limits.ts';
import { locateFinding } from './location.ts';
import { levelOf } from './severity.ts';

/** One `result` (SARIF 2.1.0 §3.27). `scope` is the stable name of the image or stack. */
export function describeResult(
  finding: JudgedFinding,
  ruleIndex: number,
  scope: string,
): Readonly<Record<string, unknown>> {
  const fingerprint = fingerprintOf(finding, scope);
  return {
    ruleId: withoutControls(finding.rule),
    ruleIndex,
    level: levelOf(finding),
    message: { text: forSarif(messageOf(finding), limits.message) || withoutControls(finding.rule) },
    locations: [locateFinding(finding, scope)],
    // Code scanning compares the first of the two and nothing else.
    partialFingerprints: { primaryLocationLineHash: `${fingerprint}:1`, 'seaworthy/v1': fingerprint },
    ...(finding.waiver === undefined ? {} : { suppressions: [describeSuppression(finding.waiver)] }),
    properties: {
      subject: withoutControls(finding.subject),
      severity: finding.severity,
      treatment: finding.treatment,
      blocksMerge: finding.blocksMerge,
      origin: finding.origin,
      judgedBy: withoutControls(finding.judgedBy),
      ...(finding.owner === undefined ? {} : { owner: withoutControls(finding.owner) }),
    },
  };
}

/**
 * The same finding in the next build: alias set (or rule and place), versionless purl, name of the image. Versions,
 * digests, layers and lines are left out, since they change with every build.
 */
export function fingerprintOf(finding: JudgedFinding, scope: string): string {
  const { details, where } = finding;
  const what = details.kind === 'fact' ? [finding.rule, placeOf(where)] : details.ids.toSorted();
  return createHash('sha256')
    .update(JSON.stringify([what, withoutVersion(finding.subject), scope]))
    .digest('hex')
    .slice(0, 32);
}

function placeOf(where: JudgedFinding['where']): string {
  if (where.kind === 'layer') return where.path;
  if (where.kind === 'urn') return `${where.urn} ${where.field}`;
  return where.kind === 'file' ? `${where.file} ${where.field}` : where.field;
}

function messageOf(finding: JudgedFinding): string {
  const exploited = finding.details.kind === 'vulnerability' && finding.details.knownExploited;
  return joinSentences(finding.message, exploited ? 'It is known to be exploited' : '', finding.fix);
}

function describeSuppression(waiver: NonNullable<JudgedFinding['waiver']>): object {
  const text = `${waiver.reason} (${waiver.owner}, until ${waiver.expires})`;
  return {
    kind: 'external',
    status: 'accepted',
    justification: withoutControls(text).slice(0, limits.message),
  };
}
