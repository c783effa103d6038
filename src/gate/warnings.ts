// What the reader must know although it decides nothing.
import type { JudgedFinding, Waiver, WaiverUse } from '../terms/verdict.ts';
import type { Policy } from './policy.ts';

/** `based`: every image was compared with a base. */
export function warningsOf(
  policy: Policy,
  based: boolean,
  findings: readonly JudgedFinding[],
  waivers: readonly WaiverUse[],
): readonly string[] {
  const warnings: string[] = [];
  if (policy.consider === 'observe') {
    warnings.push(
      'The policy only observes: no finding stands in the way of a merge (images.consider: observe).',
    );
  }
  if (policy.consider === 'introduced' && !based) {
    warnings.push('There is no base to compare with: every finding counts.');
  }
  const silent = findings.filter((finding) => finding.severity === 'unknown').length;
  if (silent > 0) {
    warnings.push(`${silent} findings have no stated severity; they count as ${policy.unknownSeverity}.`);
  }
  for (const waiver of waivers) {
    if (waiver.uses > 0) continue;
    warnings.push(unusedWaiver(waiver));
  }
  return warnings;
}

export function unusedWaiver({ rule, subject }: Waiver): string {
  return `The waiver of ${rule} for ${subject} covers nothing: remove it.`;
}
