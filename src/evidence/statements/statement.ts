// An in-toto statement as we write it (in-toto attestation spec/v1/statement.md).
import { type Digest, digestAlgorithm, digestHex } from '../../terms/digest.ts';
import { statementTypes } from '../formats/statement.ts';

/** What a statement is about. */
export interface Subject {
  /** `registry/repository`; always there, sigstore-python refuses a subject without it. */
  readonly name: string;
  readonly digest: Digest;
}

/** A claim that waits for its subject and signature. */
export interface Claim {
  readonly predicateType: string;
  readonly predicate: unknown;
  /** Promotion stage, repeated in the listing so that it is seen without fetching; only the statement is signed. */
  readonly stage?: string;
}

/** UTF-8 JSON; the same claim gives the same bytes. */
export function statementBytes(subject: Subject, { predicateType, predicate }: Claim): Buffer {
  const { name, digest } = subject;
  return Buffer.from(
    JSON.stringify({
      _type: statementTypes.v1,
      subject: [{ name, digest: { [digestAlgorithm(digest)]: digestHex(digest) } }],
      predicateType,
      predicate,
    }),
  );
}
