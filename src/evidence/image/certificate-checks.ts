// The consumer's checks of a certificate (slsa.dev/spec/v1.1/verifying-artifacts §VSA), after signature and subject.
import { gradeLetters } from '../../terms/verdict.ts';
import { parseSummary, slsaVersions, type VerificationSummary } from '../formats/vsa.ts';
import { Rejection } from '../verify/rejection.ts';
import type { CertificateRequirement } from './image-policy.ts';

/** Clocks of a verifier and ours may differ by this much, in milliseconds. */
const clockSkew = 5 * 60 * 1000;

function checkPolicy(summary: VerificationSummary, wanted: CertificateRequirement): void {
  const { policyDigest = 'no digest', policyUri = 'no uri' } = summary;
  if (wanted.policyDigests !== undefined && !wanted.policyDigests.includes(policyDigest)) {
    throw new Rejection(
      'policy',
      `judged by the policy with ${policyDigest}, which is not one of those asked`,
    );
  }
  if (wanted.policyUri !== undefined && policyUri !== wanted.policyUri) {
    throw new Rejection('policy', `judged by the policy ${policyUri}, not ${wanted.policyUri}`);
  }
}

function checkLevels(summary: VerificationSummary, wanted: CertificateRequirement): void {
  const lacking = (wanted.levels ?? []).find((level) => !summary.levels.includes(level));
  if (lacking !== undefined) throw new Rejection('level', `the level ${lacking} was not verified`);
  const { minimumGrade, stage } = wanted;
  if (minimumGrade !== undefined) {
    const { grade } = summary;
    if (grade === undefined) throw new Rejection('level', 'the certificate states no grade');
    if (gradeLetters.indexOf(grade) > gradeLetters.indexOf(minimumGrade)) {
      throw new Rejection('level', `grade ${grade}, where at least ${minimumGrade} is asked`);
    }
  }
  if (stage !== undefined && summary.stage !== stage) {
    throw new Rejection('level', `for the stage ${summary.stage ?? '(none)'}, not ${stage}`);
  }
}

function checkFreshness(summary: VerificationSummary, maxAge: number | undefined, now: Date): void {
  const { timeVerified, expires } = summary;
  const age = now.getTime() - timeVerified.getTime();
  if (age < -clockSkew)
    throw new Rejection('future', `verified at ${timeVerified.toISOString()}, which is not yet`);
  if (maxAge !== undefined && age > maxAge) {
    throw new Rejection('age', `verified at ${timeVerified.toISOString()}, longer ago than is allowed`);
  }
  if (expires !== undefined && expires.getTime() <= now.getTime()) {
    throw new Rejection('age', `expired at ${expires.toISOString()}`);
  }
}

/** Throws Rejection: `predicate`, `slsa-version`, `verifier`, `resource`, `policy`, `verification-result`, `level`, `future`, `age`. */
export function checkCertificate(
  predicate: unknown,
  wanted: CertificateRequirement,
  now: Date,
): VerificationSummary {
  const summary = parseSummary(predicate);
  const { slsaVersion, verifier, resourceUri, result } = summary;
  if (slsaVersion !== undefined && !slsaVersions.includes(slsaVersion)) {
    throw new Rejection('slsa-version', `levels of SLSA ${slsaVersion} are not understood`);
  }
  if (!wanted.verifiers.includes(verifier)) throw new Rejection('verifier', `verified by ${verifier}`);
  if (resourceUri !== wanted.resource) {
    throw new Rejection('resource', `for ${resourceUri}, not ${wanted.resource}`);
  }
  checkPolicy(summary, wanted);
  if (result !== 'PASSED') throw new Rejection('verification-result', 'the certificate says that it failed');
  checkLevels(summary, wanted);
  checkFreshness(summary, wanted.maxAge, now);
  return summary;
}
