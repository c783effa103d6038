// The certificate: a SLSA verification summary (slsa.dev/spec/v1.1/verification_summary), read and described.
import { z } from 'zod';
import { type GradeLetter, gradeLetters } from '../../terms/verdict.ts';
import { Rejection } from '../verify/rejection.ts';

/** Our own statements inside the predicate, under one key, as in-toto's parsing rules allow. */
export const certificateKey = 'seaworthy';
/** Versions of SLSA whose levels are understood. */
export const slsaVersions: readonly string[] = ['1.0', '1.1', '1.2'];

const gradePrefix = 'SEAWORTHY_GRADE_';

/** The grade as one of the verified levels: `SEAWORTHY_GRADE_B`. */
export function gradeLevel(letter: GradeLetter): string {
  return `${gradePrefix}${letter}`;
}

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

const ownSchema = z.object({
  /** After this the certificate says nothing any more. */
  expires: instant.optional(),
  /** Promotion stage, such as `prod`. */
  stage: z.string().optional(),
  owner: z.string().optional(),
  intendedUse: z.string().optional(),
});

const summarySchema = z.object({
  verifier: z.object({ id: z.string().min(1), version: z.record(z.string(), z.string()).optional() }),
  timeVerified: instant,
  resourceUri: z.string().min(1),
  policy: z.object({
    uri: z.string().optional(),
    digest: z.record(z.string(), z.string()).optional(),
  }),
  verificationResult: z.enum(['PASSED', 'FAILED']),
  verifiedLevels: z.array(z.string()),
  slsaVersion: z.string().optional(),
  [certificateKey]: ownSchema.optional(),
});

export interface VerificationSummary {
  readonly verifier: string;
  readonly timeVerified: Date;
  readonly resourceUri: string;
  readonly policyUri?: string;
  /** `sha256:…` of the effective policy. */
  readonly policyDigest?: string;
  readonly result: 'PASSED' | 'FAILED';
  readonly levels: readonly string[];
  /** The worst grade among the levels. */
  readonly grade?: GradeLetter;
  readonly slsaVersion?: string;
  readonly expires?: Date;
  readonly stage?: string;
  readonly owner?: string;
  readonly intendedUse?: string;
}

/** Rejection `predicate`. */
export function parseSummary(predicate: unknown): VerificationSummary {
  const parsed = summarySchema.safeParse(predicate);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Rejection('predicate', `the summary is wrong at ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { verifier, timeVerified, resourceUri, policy, verificationResult, verifiedLevels, slsaVersion } =
    parsed.data;
  const { expires, stage, owner, intendedUse } = parsed.data[certificateKey] ?? {};
  const sha256 = policy.digest?.sha256;
  const grades = gradeLetters.filter((letter) => verifiedLevels.includes(gradeLevel(letter)));
  const grade = grades.at(-1);
  return {
    verifier: verifier.id,
    timeVerified,
    resourceUri,
    result: verificationResult,
    levels: verifiedLevels,
    ...(policy.uri !== undefined && { policyUri: policy.uri }),
    ...(sha256 !== undefined && { policyDigest: `sha256:${sha256}` }),
    ...(grade !== undefined && { grade }),
    ...(slsaVersion !== undefined && { slsaVersion }),
    ...(expires !== undefined && { expires }),
    ...(stage !== undefined && { stage }),
    ...(owner !== undefined && { owner }),
    ...(intendedUse !== undefined && { intendedUse }),
  };
}
