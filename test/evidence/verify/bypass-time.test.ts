// Published and possible bypasses of time and trust: chains, certificate logs, timestamps, ages.
import { describe, expect, test } from '@jest/globals';
import { strictThresholds } from '../../../src/evidence/verify/thresholds.ts';
import { day, later, newInstance, signedAt, start, trust } from '../forge/instance.ts';
import { newPair } from '../forge/keys.ts';
import { type BadCase, instance, outcome, signArtifact, stranger } from '../forge/scene.ts';
import { stamped, type WireBundle } from '../forge/sign.ts';

const v2 = { ...signArtifact, entry: 'v2' as const };
const shortLived = newInstance(0.2);
const key = newPair();
const keySigned = { ...signArtifact, key };
const hour = 60 * 60 * 1000;

function signatureOf(bundle: WireBundle): Buffer {
  return Buffer.from(bundle.messageSignature?.signature ?? '', 'base64');
}
const restamp = (make: (signature: Buffer) => string[]) => (bundle: WireBundle) => {
  const rfc3161Timestamps = make(signatureOf(bundle)).map((signedTimestamp) => ({ signedTimestamp }));
  bundle.verificationMaterial.timestampVerificationData = { rfc3161Timestamps };
  return bundle;
};
const rootWith = (change: (root: typeof instance.trust) => void) => {
  const copy = structuredClone(instance.trust);
  change(copy);
  return { trustedRoot: trust(copy) };
};

const cases: readonly BadCase[] = [
  {
    name: 'an authority that nobody trusts',
    order: { ...signArtifact, certificate: { signer: stranger.issuing.pair } },
    code: 'chain',
  },
  {
    name: 'a certificate that signed itself',
    order: { ...signArtifact, certificate: { signer: newPair(), issuer: 'sigstore' } },
    code: 'chain',
  },
  {
    name: 'CVE-2026-24122 (cosign): an intermediate that had expired',
    order: { ...signArtifact, instance: shortLived },
    check: { trustedRoot: shortLived.trustedRoot },
    code: 'chain',
  },
  {
    name: 'CVE-2024-55655 (sigstore-python): logged after the certificate had expired',
    order: { ...signArtifact, certificate: { from: later(-hour), to: later(-hour / 2) } },
    code: 'chain',
  },
  {
    name: 'logged before the certificate was valid',
    order: { ...signArtifact, certificate: { from: later(hour), to: later(2 * hour) } },
    code: 'chain',
  },
  {
    name: 'an authority whose time in the trusted root is over',
    check: rootWith((root) => {
      for (const authority of root.certificateAuthorities) authority.validFor.end = start.toISOString();
    }),
    code: 'chain',
  },
  {
    name: 'an authority without a beginning of its time',
    check: rootWith((root) => {
      for (const authority of root.certificateAuthorities) delete authority.validFor.start;
    }),
    code: 'chain',
  },
  {
    name: 'a bundle that brings its own root',
    tamper: (bundle) => {
      const raw = bundle.verificationMaterial.certificate?.rawBytes ?? '';
      delete bundle.verificationMaterial.certificate;
      const certificates = [raw, stranger.root.certificate.toString('base64')];
      bundle.verificationMaterial.x509CertificateChain = {
        certificates: certificates.map((rawBytes) => ({ rawBytes })),
      };
      bundle.mediaType = 'application/vnd.dev.sigstore.bundle+json;version=0.2';
    },
    code: 'malformed',
  },
  {
    name: 'a certificate that was not logged',
    order: { ...signArtifact, certificate: { logs: [] } },
    code: 'certificate-log',
  },
  {
    name: 'a certificate logged where nobody looks',
    order: { ...signArtifact, certificate: { logs: [{ pair: stranger.certificateLog, at: signedAt }] } },
    code: 'certificate-log',
  },
  {
    name: 'a promise of the certificate log that its key did not sign',
    order: {
      ...signArtifact,
      certificate: { logs: [{ pair: newPair(), at: signedAt, as: instance.certificateLog }] },
    },
    code: 'certificate-log',
  },
  {
    name: 'a certificate log whose time in the trusted root is over',
    check: rootWith((root) => {
      for (const log of root.ctlogs) log.publicKey.validFor.end = start.toISOString();
    }),
    code: 'certificate-log',
  },
  {
    name: 'one certificate log where two are asked',
    check: { thresholds: { ...strictThresholds, certificateLogs: 2 } },
    code: 'certificate-log',
  },
  {
    name: 'no trusted time (Rekor v2 states none)',
    order: v2,
    tamper: (bundle) => {
      delete bundle.verificationMaterial.timestampVerificationData;
    },
    code: 'time',
  },
  {
    name: 'CVE-2024-55655 (sigstore-python): an integrated time that no promise covers',
    order: v2,
    tamper: (bundle) => {
      delete bundle.verificationMaterial.timestampVerificationData;
      for (const entry of bundle.verificationMaterial.tlogEntries) {
        entry.integratedTime = `${signedAt.getTime() / 1000}`;
      }
    },
    code: 'time',
  },
  {
    name: 'a timestamp over something else',
    order: v2,
    tamper: restamp(() => [stamped(instance, later(1000), Buffer.from('else'))]),
    code: 'time',
  },
  {
    name: 'CVE-2026-39984 (timestamp-authority): a timestamp of an authority that nobody trusts',
    order: v2,
    tamper: restamp((signature) => [stamped(stranger, later(1000), signature)]),
    code: 'time',
  },
  {
    name: 'a timestamp in the name of the trusted authority by another key',
    order: v2,
    tamper: restamp((signature) => {
      const impostor = { ...instance, stamper: { ...instance.stamper, pair: newPair() } };
      return [stamped(impostor, later(1000), signature)];
    }),
    code: 'time',
  },
  {
    name: 'a timestamp outside the time of its authority',
    order: v2,
    check: rootWith((root) => {
      for (const authority of root.timestampAuthorities) authority.validFor.end = start.toISOString();
    }),
    code: 'time',
  },
  {
    name: 'a timestamp that contradicts the certificate',
    order: v2,
    tamper: restamp((signature) => [stamped(instance, later(2 * hour), signature)]),
    code: 'chain',
  },
  {
    name: 'one authority that stamps twice is not two sources of time',
    order: v2,
    tamper: restamp((signature) => [1000, 2000].map((at) => stamped(instance, later(at), signature))),
    check: { thresholds: { ...strictThresholds, times: 2 } },
    code: 'time',
  },
  { name: 'a time that is not yet', check: { now: later(-hour) }, code: 'future' },
  { name: 'older than is allowed', check: { now: later(30 * day), maxAge: 7 * day }, code: 'age' },
  {
    name: 'CVE-2026-54787 (sigstore-go): signed after the key was withdrawn',
    order: keySigned,
    check: { identity: { kind: 'key', key: key.publicKey, validFor: { end: later(-day) } } },
    code: 'untrusted-key',
  },
  {
    name: 'CVE-2026-54787 (sigstore-go): signed before the key was trusted',
    order: keySigned,
    check: { identity: { kind: 'key', key: key.publicKey, validFor: { start: later(day) } } },
    code: 'untrusted-key',
  },
];

describe('when it was signed', () => {
  test('the bundles that the cases start from are accepted', () => {
    expect(outcome({ check: { now: later(day), maxAge: 7 * day } })).toBe('ok');
    expect(outcome({ order: v2 })).toBe('ok');
    expect(outcome({ order: keySigned, check: { identity: { kind: 'key', key: key.publicKey } } })).toBe(
      'ok',
    );
  });
  test.each(cases.map((one) => [one.name, one] as const))('refused: %s', (_, one) => {
    expect(outcome(one)).toBe(one.code);
  });
});
