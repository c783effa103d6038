// Why evidence was not believed: the closed list of reasons, those of later checks later.

export const rejectionCodes = [
  // What was handed over
  'malformed', // not the format it claims to be
  'unsupported', // a format, version or algorithm that is not judged
  'ceiling', // larger than is read
  // Who signed
  'no-signer', // signed by a key, and no key is trusted for it
  'untrusted-key', // a certificate where a key is asked, or a key outside its time
  'identity', // subject alternative name
  'issuer', // OIDC issuer
  'extension', // repository, workflow, ref, trigger …
  'purpose', // the certificate is not for code signing, or is an authority itself
  'chain', // no path to a trusted authority at the trusted time
  'certificate-log', // too few or wrong signed certificate timestamps
  // When, and where it was logged
  'time', // no trusted time, or one that does not verify
  'future', // a trusted time after the present
  'log-entry', // too few distinct entries
  'log-binding', // an entry about another artifact, signature or certificate
  'log-proof', // inclusion promise, proof or checkpoint does not verify
  // What was signed
  'signature', // does not verify
  'digest', // made for other content
  'payload-type', // an envelope that carries no in-toto statement
  'statement', // not an in-toto statement
  'subject', // the statement is about something else
  'predicate-type', // another kind of attestation than asked
  'predicate', // the attestation lacks what its kind must say
  'age', // older than allowed, or expired
  // What the policy asks
  'verifier', // certificate of another verifier
  'resource', // certificate for another image name
  'policy', // judged by another policy
  'verification-result', // the certificate says FAILED
  'level', // too low a level or grade
  'slsa-version', // stated against a version of SLSA that is not read
  'quarantined', // marked by its owner
  'threshold', // fewer signers than asked
  'missing', // no such evidence is attached
  'not-evaluated', // present, in a format that is not judged
] as const;

export type RejectionCode = (typeof rejectionCodes)[number];

export interface Rejected {
  readonly kind: 'rejected';
  readonly code: RejectionCode;
  /** May quote the evidence: untrusted text. */
  readonly message: string;
}

/** Leaves a check; `verifyBundle` and its kin turn it into `Rejected`, so no caller ever sees it. */
export class Rejection extends Error {
  readonly code: RejectionCode;

  constructor(code: RejectionCode, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Rejection';
    this.code = code;
  }
}

export function rejected(code: RejectionCode, message: string): Rejected {
  return { kind: 'rejected', code, message };
}

/** Runs one step whose library throws what it likes: any throw is this step's reason. */
export function step<T>(code: RejectionCode, what: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof Rejection) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new Rejection(code, `${what}: ${why}`, { cause: error });
  }
}

/** The judgement of a whole check: its value, or the reason. */
export function judge<T>(run: () => T): T | Rejected {
  try {
    return run();
  } catch (error) {
    if (error instanceof Rejection) return rejected(error.code, error.message);
    const why = error instanceof Error ? error.message : String(error);
    return rejected('malformed', `the evidence cannot be read: ${why}`);
  }
}
