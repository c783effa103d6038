// Who a bundle says signed it, held against whom the check asks for; whether it is true is the verifier's matter.
import { createHash } from 'node:crypto';
import type { Bundle } from '@sigstore/bundle';
import { X509Certificate } from '@sigstore/core';
import { checkPurpose, readSigner } from './certificate.ts';
import { checkIdentity } from './identity.ts';
import { Rejection, step } from './rejection.ts';
import type { Identity, Signer } from './signer.ts';

/** The one certificate of a signer. A chain in a bundle is no trust of its own, and a root in it is a mistake. */
export function leafOf(bundle: Bundle): X509Certificate | undefined {
  const { content } = bundle.verificationMaterial;
  if (content.$case === 'publicKey') return undefined;
  const chain =
    content.$case === 'certificate' ? [content.certificate] : content.x509CertificateChain.certificates;
  const parsed = step('malformed', 'a certificate of the bundle', () =>
    chain.map(({ rawBytes }) => X509Certificate.parse(Buffer.from(rawBytes))),
  );
  const [leaf, ...others] = parsed;
  if (leaf === undefined) throw new Rejection('malformed', 'the bundle holds no certificate');
  // sigstore_bundle.proto: a root certificate that is expected to be known MUST NOT be in the chain.
  if (others.some((certificate) => certificate.subject.equals(certificate.issuer))) {
    throw new Rejection('malformed', 'the bundle carries a root certificate');
  }
  return leaf;
}

/** Rejections `untrusted-key`, `no-signer`, `purpose`, and those of the identity. */
export function checkLeaf(leaf: X509Certificate | undefined, identity: Identity): Signer {
  if (identity.kind === 'key') {
    if (leaf !== undefined)
      throw new Rejection('untrusted-key', 'signed by a certificate, where a key is asked');
    const spki = identity.key.export({ type: 'spki', format: 'der' });
    return { kind: 'key', fingerprint: `sha256:${createHash('sha256').update(spki).digest('hex')}` };
  }
  if (leaf === undefined) throw new Rejection('no-signer', 'signed by a key, where an identity is asked');
  checkPurpose(leaf);
  const signer = readSigner(leaf);
  checkIdentity(signer, identity);
  return signer;
}
