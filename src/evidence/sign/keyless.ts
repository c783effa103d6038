// A signing certificate for this run's identity: a key that lives as long as the run, certified by Fulcio.
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { X509Certificate as Certificate } from '@sigstore/core';
import { z } from 'zod';
import type { HttpClient } from '../../http/message.ts';
import { OutsideError } from '../../terms/errors.ts';
import { readSigner } from '../verify/certificate.ts';
import { Rejection } from '../verify/rejection.ts';
import type { IdentityToken } from './identity-token.ts';
import { privateKey } from './pem-key.ts';
import { postJson } from './post.ts';
import { slashed } from './rekor-v2.ts';
import type { Signer, SigningCertificate } from './signer.ts';
import { publicPem } from './signing-key.ts';
import { pemToDer } from './witness.ts';

const chainSchema = z.object({ chain: z.object({ certificates: z.array(z.string()).min(1) }) });
const answerSchema = z.union([
  z.object({ signedCertificateEmbeddedSct: chainSchema }),
  z.object({ signedCertificateDetachedSct: chainSchema }),
]);

/**
 * One certificate for all signatures of a run (Fulcio's are good for ten minutes). Errors: OutsideError; the token is in
 * none of them.
 */
export async function keylessSigner(client: HttpClient, fulcio: URL, token: IdentityToken): Promise<Signer> {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = privateKey(pair.privateKey);
  const proof = await key.sign(Buffer.from(token.holder), 'sha256');
  const answer = await postJson(
    client,
    new URL('api/v2/signingCert', slashed(fulcio)),
    {
      credentials: { oidcIdentityToken: token.value },
      publicKeyRequest: {
        publicKey: { algorithm: 'ECDSA', content: publicPem(pair.publicKey) },
        proofOfPossession: proof.toString('base64'),
      },
    },
    { what: 'no signing certificate' },
  );
  const certificate = parseCertificate(answer.value, fulcio);
  if (new X509Certificate(certificate.leaf).publicKey.equals(pair.publicKey)) return { key, certificate };
  throw strange(fulcio, 'a certificate for another key than ours');
}

function strange(fulcio: URL, what: string): OutsideError {
  return new OutsideError('protocol', `${fulcio.host} issued ${what}`, 'Check the address of Fulcio.');
}

function parseCertificate(value: unknown, fulcio: URL): SigningCertificate {
  const parsed = answerSchema.safeParse(value);
  if (!parsed.success) throw strange(fulcio, 'no certificate');
  const { chain } =
    'signedCertificateEmbeddedSct' in parsed.data
      ? parsed.data.signedCertificateEmbeddedSct
      : parsed.data.signedCertificateDetachedSct;
  const [leaf = '', ...issuers] = chain.certificates.map((pem) => `${pem.trim()}\n`);
  try {
    const signer = readSigner(Certificate.parse(Buffer.from(pemToDer(leaf))));
    if (signer.kind !== 'certificate') throw strange(fulcio, 'a certificate without a holder');
    return { leaf, chain: issuers, subject: signer.subject, issuer: signer.issuer };
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    throw strange(fulcio, `a certificate that says too little: ${error.message}`);
  }
}
