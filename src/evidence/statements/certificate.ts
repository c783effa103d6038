// The certificate's claim: a SLSA verification summary (slsa.dev/spec/v1.1/verification_summary) of a gate that passed.
import { type Digest, digestHex } from '../../terms/digest.ts';
import type { Grade, GradeLetter, ScannedImage } from '../../terms/verdict.ts';
import { gradeLetters } from '../../terms/verdict.ts';
import { predicateTypes } from '../formats/predicate-types.ts';
import { certificateKey, gradeLevel } from '../formats/vsa.ts';
import type { Clearance } from '../sign/clearance.ts';
import { resourceUri } from './resource-uri.ts';
import type { Claim } from './statement.ts';

/** What the signer says about itself and the image; the rest comes from the completed gate. */
export interface CertificateTerms {
  /** URI of whoever judged. */
  readonly verifier: string;
  /** Where the policy can be read. */
  readonly policyUri?: string;
  readonly owner?: string;
  readonly intendedUse?: string;
  /** Promotion stage. */
  readonly stage?: string;
}

/** The summary of one image, or of all images of an index: then the worst grade and the earliest end. */
export function certificateClaim(
  { result, minimumGrade }: Clearance,
  images: readonly ScannedImage[],
  name: string,
  terms: CertificateTerms,
): Claim {
  const { snapshot, policyDigest, tool } = result;
  const grades = images.map(({ grade }) => grade);
  const letter = worst(grades);
  const expires = endOf(grades, minimumGrade);
  const { verifier, policyUri, owner, intendedUse, stage } = terms;
  return {
    predicateType: predicateTypes.vsa,
    ...(stage !== undefined && { stage }),
    predicate: {
      verifier: { id: verifier, version: { [tool.name]: tool.version } },
      timeVerified: snapshot.asOf,
      resourceUri: resourceUri(name),
      policy: {
        uri: policyUri ?? `urn:seaworthy:policy:${policyDigest ?? 'default'}`,
        ...(policyDigest !== undefined && { digest: digestSet(policyDigest) }),
      },
      verificationResult: 'PASSED',
      verifiedLevels: ['SLSA_BUILD_LEVEL_UNEVALUATED', ...(letter === undefined ? [] : [gradeLevel(letter)])],
      slsaVersion: '1.1',
      [certificateKey]: {
        ...(expires !== undefined && { expires }),
        ...(stage !== undefined && { stage }),
        ...(owner !== undefined && { owner }),
        ...(intendedUse !== undefined && { intendedUse }),
        grade: grades.find((grade) => grade.letter === letter)?.sentence ?? '',
        drops: grades
          .flatMap(({ drops }) => drops.map(({ on, letter: to }) => ({ on, letter: to })))
          .sort(byDay),
        advisories: {
          source: snapshot.source,
          ...(snapshot.digest !== undefined && { digest: digestSet(snapshot.digest) }),
          ...(snapshot.updated !== undefined && { updated: snapshot.updated }),
        },
      },
    },
  };
}

function digestSet(digest: Digest): Readonly<Record<string, string>> {
  return { [digest.slice(0, digest.indexOf(':'))]: digestHex(digest) };
}

function byDay(one: { readonly on: string }, other: { readonly on: string }): number {
  return one.on < other.on ? -1 : one.on > other.on ? 1 : 0;
}

function worst(grades: readonly Grade[]): GradeLetter | undefined {
  const ranks = grades.map(({ letter }) => (letter === undefined ? -1 : gradeLetters.indexOf(letter)));
  return ranks.includes(-1) ? undefined : gradeLetters[Math.max(...ranks)];
}

/** The first moment at which a grade falls below the minimum: from then on nobody certifies the image. */
function endOf(grades: readonly Grade[], minimum: GradeLetter): string | undefined {
  const days = grades.flatMap(({ drops }) =>
    drops
      .filter(({ letter }) => gradeLetters.indexOf(letter) > gradeLetters.indexOf(minimum))
      .map(({ on }) => on),
  );
  const [first] = days.sort();
  return first === undefined ? undefined : `${first}T00:00:00Z`;
}
