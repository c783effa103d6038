// One image of the fix plan: which of its findings are in the way, and what does away with each.
import type { FixStep, JudgedFinding, VerdictReason } from '../terms/verdict.ts';
import { type DecideInput, decide } from './decide.ts';
import type { Candidate } from './judged-image.ts';
import { plainRemedies, type Remedy } from './remedy.ts';

/** One image, with its findings as the policy has them. */
export interface Case {
  readonly candidate: Candidate;
  readonly judged: readonly JudgedFinding[];
  stands(finding: JudgedFinding): (VerdictReason['question'] & FixStep['question']) | undefined;
  remedies(finding: JudgedFinding): readonly Remedy[];
}

export function openCase({ underPolicy, ...image }: Candidate, input: DecideInput): Case {
  const findings = underPolicy?.(input.policy.sections) ?? image.findings;
  const candidate: Candidate = { ...image, findings };
  const bare: Candidate = {
    ...image,
    findings: [],
    ...(image.base === undefined ? {} : { base: { findings: [] } }),
  };
  const reasonsWith = (alone: Candidate['findings']): readonly VerdictReason[] =>
    decide({ ...input, images: [{ ...bare, findings: alone }] }).verdict.reasons;
  const always = new Set(reasonsWith([]).map(({ message }) => message));
  const pulls = new Map<string, FixStep['question'] | undefined>();
  const pullOf = (finding: JudgedFinding): FixStep['question'] | undefined => {
    const own = reasonsWith([finding]).filter(({ message }) => !always.has(message));
    if (own.length === 0) return undefined;
    return own.some(({ question }) => question !== 'certificate') ? 'both' : 'certificate';
  };
  const known = new Map<JudgedFinding, readonly Remedy[]>();
  const { remedies = plainRemedies } = image;
  return {
    candidate,
    judged: decide({ ...input, images: [candidate] }).findings,
    stands(finding) {
      const { treatment, blocksMerge, details } = finding;
      if (treatment === 'block') return blocksMerge ? 'both' : 'certificate';
      if (treatment === 'waived' || details.kind !== 'vulnerability') return undefined;
      // What one does to the grade hangs on these alone: thousands of findings have a few of them.
      const traits = JSON.stringify([
        finding.severity,
        details.fixed === undefined,
        details.aging?.since ?? details.published,
      ]);
      if (!pulls.has(traits)) pulls.set(traits, pullOf(finding));
      return pulls.get(traits);
    },
    remedies(finding) {
      const found = known.get(finding) ?? remedies(finding);
      known.set(finding, found);
      return found;
    },
  };
}
