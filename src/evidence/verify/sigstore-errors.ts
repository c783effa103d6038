// Reasons of our own for what sigstore's verifier throws.
import { VerificationError } from '@sigstore/verify';
import { Rejection, type RejectionCode } from './rejection.ts';

function codeOf(error: VerificationError): RejectionCode {
  switch (error.code) {
    case 'TLOG_ERROR':
      return 'log-entry';
    case 'TLOG_INCLUSION_PROOF_ERROR':
    case 'TLOG_INCLUSION_PROMISE_ERROR':
    case 'TLOG_MISSING_INCLUSION_ERROR':
      return 'log-proof';
    case 'TLOG_BODY_ERROR':
      return 'log-binding';
    case 'CERTIFICATE_ERROR':
      return error.message.includes('SCT') ? 'certificate-log' : 'chain';
    case 'PUBLIC_KEY_ERROR':
      return 'untrusted-key';
    case 'SIGNATURE_ERROR':
      return 'signature';
    case 'TIMESTAMP_ERROR':
      return 'time';
    default:
      return 'unsupported';
  }
}

/** Runs sigstore's verifier; whatever leaves it becomes a Rejection, `malformed` for its runtime errors. */
export function translated<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof Rejection) throw error;
    if (error instanceof VerificationError)
      throw new Rejection(codeOf(error), error.message, { cause: error });
    const why = error instanceof Error ? error.message : String(error);
    throw new Rejection('malformed', `the bundle cannot be verified: ${why}`, { cause: error });
  }
}
