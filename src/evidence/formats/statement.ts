// An in-toto statement, v0.1 or v1 (in-toto attestation spec/v1/statement.md).
import { z } from 'zod';
import { parseStrictJson } from '../../oci/strict-json.ts';
import { Rejection, step } from '../verify/rejection.ts';

export const statementTypes = {
  v1: 'https://in-toto.io/Statement/v1',
  v01: 'https://in-toto.io/Statement/v0.1',
} as const;

const statementSchema = z.object({
  _type: z.enum([statementTypes.v1, statementTypes.v01]),
  subject: z
    .array(
      z.object({
        name: z.string().optional(),
        uri: z.string().optional(),
        digest: z.record(z.string(), z.string()),
      }),
    )
    .min(1)
    .max(100_000),
  predicateType: z.string().min(1),
  predicate: z.unknown(),
});

export interface StatementSubject {
  readonly name?: string;
  /** Hex digits by algorithm name. */
  readonly digest: ReadonlyMap<string, string>;
}

export interface Statement {
  readonly type: (typeof statementTypes)[keyof typeof statementTypes];
  readonly subjects: readonly StatementSubject[];
  readonly predicateType: string;
  /** Not looked at yet: untrusted JSON. */
  readonly predicate: unknown;
}

/** Bytes; a statement carries an SBOM. */
const statementCeiling = 32 * 1024 * 1024;

/** Rejection `statement`. */
export function parseStatement(bytes: Uint8Array): Statement {
  const root = step('statement', 'the statement', () =>
    parseStrictJson(bytes, { what: 'statement', bytes: statementCeiling, depth: 256 }),
  );
  const parsed = statementSchema.safeParse(root);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Rejection('statement', `the statement is wrong at ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { _type, subject, predicateType, predicate } = parsed.data;
  const subjects = subject.map(({ name, digest }) => ({
    digest: new Map(Object.entries(digest)),
    ...(name !== undefined && { name }),
  }));
  return { type: _type, subjects, predicateType, predicate };
}
