// Images in places that hold evidence, certified as a test wants it: honest, stale, failed, for another image.
import { generateKeyPairSync } from 'node:crypto';
import { attachBundles } from '../../../src/evidence/publish/attach-bundles.ts';
import { type SignedBundle, signStatement } from '../../../src/evidence/sign/dsse-bundle.ts';
import { privateKey } from '../../../src/evidence/sign/pem-key.ts';
import type { Signer } from '../../../src/evidence/sign/signer.ts';
import { noWitnesses } from '../../../src/evidence/sign/witness.ts';
import { resourceUri } from '../../../src/evidence/statements/resource-uri.ts';
import { statementBytes } from '../../../src/evidence/statements/statement.ts';
import { blobOf, type ContentRepository } from '../../../src/oci/content-repository.ts';
import type { Digest } from '../../../src/terms/digest.ts';
import { sampleImage } from '../../oci/sample-image.ts';

export const vsa = 'https://slsa.dev/verification_summary/v1';
export const signatureType = 'https://sigstore.dev/cosign/sign/v1';

export interface TestSigner {
  readonly signer: Signer;
  /** PEM, as the policy file may hold it. */
  readonly publicKey: string;
}

export function newSigner(): TestSigner {
  const { privateKey: secret, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    signer: { key: privateKey(secret) },
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

/** An image whose configuration names this user. */
export async function putImage(
  repository: ContentRepository,
  tag: string,
  body: string,
  user = '10001',
): Promise<Digest> {
  const image = sampleImage([body], { config: { config: { User: user } } });
  for (const [digest, bytes] of image.blobs) await repository.putBlob(blobOf(bytes, digest));
  await repository.putDocument(image.manifest, image.descriptor.mediaType, tag);
  return image.descriptor.digest;
}

/** The predicate of an honest certificate. */
export function summary(name: string, timeVerified: string, changes: object = {}): object {
  return {
    verifier: { id: 'urn:seaworthy:gate' },
    timeVerified,
    resourceUri: resourceUri(name),
    policy: { uri: 'urn:seaworthy:policy:test', digest: { sha256: '7'.repeat(64) } },
    verificationResult: 'PASSED',
    verifiedLevels: ['SLSA_BUILD_LEVEL_UNEVALUATED', 'SEAWORTHY_GRADE_B'],
    slsaVersion: '1.1',
    seaworthy: { stage: 'prod' },
    ...changes,
  };
}

export interface Attest {
  readonly name: string;
  readonly by: TestSigner;
  readonly predicateType?: string;
  readonly predicate: object;
  /** What the statement says it is about; the image itself unless a test lies. */
  readonly about?: Digest;
}

/** The signed bundle of a statement. */
export async function bundleOf(digest: Digest, order: Attest): Promise<SignedBundle> {
  const { name, by, predicateType = vsa, predicate, about = digest } = order;
  const payload = statementBytes({ name, digest: about }, { predicateType, predicate });
  return signStatement(payload, by.signer, noWitnesses.bundle);
}

export async function attach(repository: ContentRepository, digest: Digest, order: Attest): Promise<void> {
  const { name, by, predicateType = vsa, predicate, about = digest } = order;
  const descriptor = await repository.find(digest);
  if (descriptor === undefined) throw new Error(`no ${digest}`);
  const payload = statementBytes({ name, digest: about }, { predicateType, predicate });
  const sign = () => bundleOf(digest, order);
  await attachBundles(repository, descriptor, [{ predicateType, payload, sign }], by.signer, new Date());
}
