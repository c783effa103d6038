// The scene of the negative cases: a good bundle that verifies, and one thing done to it.
import { artifactOf } from '../../../src/evidence/verify/content.ts';
import type { RejectionCode } from '../../../src/evidence/verify/rejection.ts';
import type { CertificateIdentity } from '../../../src/evidence/verify/signer.ts';
import { type BundleCheck, verifyBundle } from '../../../src/evidence/verify/verify-bundle.ts';
import { type Instance, newInstance } from './instance.ts';
import { sha256 } from './keys.ts';
import { bytesOf, issuer, makeBundle, type Order, type WireBundle, workflow } from './sign.ts';

export const artifact = Buffer.from('{"schemaVersion":2}');
export const instance: Instance = newInstance();
/** Another private sigstore, which nobody here trusts. */
export const stranger: Instance = newInstance();

export const identity: CertificateIdentity = {
  kind: 'certificate',
  subject: { kind: 'exact', value: workflow },
  issuer: { kind: 'exact', value: issuer },
};

export const goodCheck: BundleCheck = {
  artifact: artifactOf(artifact),
  trustedRoot: instance.trustedRoot,
  identity,
};

export function statement(
  predicateType: string,
  predicate: unknown,
  more: Record<string, unknown> = {},
): Buffer {
  return Buffer.from(
    JSON.stringify({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'registry.test/acme/web', digest: { sha256: sha256(artifact).toString('hex') } }],
      predicateType,
      predicate,
      ...more,
    }),
  );
}

export const signArtifact: Order = { instance, content: { artifact } };
export const attestPayload: Order = {
  instance,
  content: { payload: statement('https://slsa.dev/provenance/v1', {}) },
};

export interface BadCase {
  /** What was published, or what is attacked. */
  readonly name: string;
  /** The order that the forge signs. */
  readonly order?: Order;
  /** What is done to the bundle afterwards. */
  readonly tamper?: (bundle: WireBundle) => unknown;
  readonly check?: Partial<BundleCheck>;
  readonly code: RejectionCode;
}

/** The outcome of a case as one word: `ok` or the reason. */
export function outcome({ order = signArtifact, tamper, check }: Omit<BadCase, 'name' | 'code'>): string {
  const bundle = makeBundle(order);
  const told = tamper?.(bundle) ?? bundle;
  const bytes = Buffer.isBuffer(told) ? told : bytesOf(told);
  const result = verifyBundle(bytes, { ...goodCheck, ...check });
  return result.kind === 'ok' ? 'ok' : result.code;
}
