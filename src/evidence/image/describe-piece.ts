// Who made a piece of evidence and whether it holds, for a list to look at: it says who signed, not whether they may.
import type { KeyObject } from 'node:crypto';
import type { Bundle } from '@sigstore/bundle';
import { X509Certificate } from '@sigstore/core';
import type { Digest } from '../../terms/digest.ts';
import type { Loaded } from '../discovery/load-piece.ts';
import { readSigner } from '../verify/certificate.ts';
import { judge, type Rejected, Rejection } from '../verify/rejection.ts';
import type { Identity } from '../verify/signer.ts';
import { strictThresholds } from '../verify/thresholds.ts';
import { type Verified, verifyParsed } from '../verify/verify-bundle.ts';
import type { ImagePolicy } from './image-policy.ts';
import { readPiece } from './judge-piece.ts';

export type DescribePolicy = Pick<ImagePolicy, 'trustedRoot' | 'now' | 'thresholds' | 'keyThresholds'> & {
  /** Keys to try for what was signed without a certificate. */
  readonly keys?: readonly KeyObject[];
};

/** Whoever the certificate names, exactly; or the keys that are at hand. */
function candidates(bundle: Bundle, keys: readonly KeyObject[]): readonly Identity[] {
  const { content } = bundle.verificationMaterial;
  if (content.$case === 'publicKey') return keys.map((key) => ({ kind: 'key', key }));
  const raw =
    content.$case === 'certificate' ? content.certificate : content.x509CertificateChain.certificates[0];
  if (raw === undefined) throw new Rejection('malformed', 'the bundle holds no certificate');
  const signer = readSigner(X509Certificate.parse(Buffer.from(raw.rawBytes)));
  if (signer.kind !== 'certificate') return [];
  const { subject, issuer } = signer;
  return [
    {
      kind: 'certificate',
      subject: { kind: 'exact', value: subject },
      issuer: { kind: 'exact', value: issuer },
    },
  ];
}

/**
 * Everything is judged but the identity: signature, chain, log, time, subject. Never use it to decide: anyone can sign.
 */
export function describePiece(loaded: Loaded, digest: Digest, policy: DescribePolicy): Verified | Rejected {
  if (loaded.failure !== undefined) return loaded.failure;
  const { trustedRoot, now, keys = [] } = policy;
  return judge(() => {
    const { bundle, artifact } = readPiece(loaded, digest);
    let reason = new Rejection('no-signer', 'signed by a key that is not at hand');
    for (const identity of candidates(bundle, keys)) {
      const thresholds = identity.kind === 'key' ? policy.keyThresholds : policy.thresholds;
      try {
        return verifyParsed(bundle, {
          artifact,
          identity,
          trustedRoot,
          now,
          thresholds: thresholds ?? strictThresholds,
        });
      } catch (error) {
        if (!(error instanceof Rejection)) throw error;
        reason = error;
      }
    }
    throw reason;
  });
}
