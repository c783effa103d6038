// What the real Rekor v1 answered is believed by the strict verifier, in both formats, and not when it is changed.
import { describe, expect, test } from '@jest/globals';
import { legacySignatureBundle } from '../../../src/evidence/formats/legacy-bundle.ts';
import { parsePublicKey } from '../../../src/evidence/trust/public-key.ts';
import { artifactNamed, artifactOf } from '../../../src/evidence/verify/content.ts';
import { judge } from '../../../src/evidence/verify/rejection.ts';
import type { Identity } from '../../../src/evidence/verify/signer.ts';
import { verifyBundle, verifyParsed } from '../../../src/evidence/verify/verify-bundle.ts';
import { trust } from '../forge/instance.ts';
import { newPair, pem } from '../forge/keys.ts';
import { bytesOf, issuer, type WireBundle, workflow } from '../forge/sign.ts';
import { type Fixture, readFixtures } from './fixtures.ts';

const { subject, signed, trustedRoot, publicKey } = readFixtures();
const identities: Readonly<Record<'key' | 'keyless', Identity>> = {
  key: { kind: 'key', key: parsePublicKey(publicKey, 'key.pub') },
  keyless: {
    kind: 'certificate',
    subject: { kind: 'exact', value: workflow },
    issuer: { kind: 'exact', value: issuer },
  },
};
const who = ['key', 'keyless'] as const;
const common = (name: 'key' | 'keyless') => ({
  identity: identities[name],
  trustedRoot: trust(trustedRoot),
  now: new Date('2027-01-01T00:00:00Z'),
});

function ofBundle(name: 'key' | 'keyless', change: (bundle: WireBundle) => void = () => undefined) {
  const bundle = structuredClone(signed[name].bundle);
  change(bundle);
  return verifyBundle(bytesOf(bundle), { ...common(name), artifact: artifactNamed(subject.digest) });
}

function ofLegacy(name: 'key' | 'keyless', change: Partial<Fixture['legacy']['annotations']> = {}) {
  const { payload, annotations } = signed[name].legacy;
  const bytes = Buffer.from(payload);
  const changed = Object.fromEntries(
    Object.entries({ ...annotations, ...change }).filter(
      (one): one is [string, string] => one[1] !== undefined,
    ),
  );
  return judge(() =>
    verifyParsed(legacySignatureBundle(changed, bytes), { ...common(name), artifact: artifactOf(bytes) }),
  );
}

describe.each(who)('logged by the real server, %s', (name) => {
  test('a bundle is believed, with the log’s time and entry', () => {
    expect(ofBundle(name)).toMatchObject({
      kind: 'ok',
      times: [{ kind: 'log' }],
      logEntries: [{ kind: 'dsse 0.0.1' }],
    });
  });
  test('a legacy signature is believed', () => {
    expect(ofLegacy(name)).toMatchObject({ kind: 'ok', logEntries: [{ kind: 'hashedrekord 0.0.1' }] });
  });
  test('an entry of the other signature is not', () => {
    const other = signed[name === 'key' ? 'keyless' : 'key'];
    const swapped = ofBundle(name, ({ verificationMaterial }) => {
      verificationMaterial.tlogEntries = other.bundle.verificationMaterial.tlogEntries;
    });
    expect(swapped).toMatchObject({ kind: 'rejected', code: 'log-binding' });
    const annotation = 'dev.sigstore.cosign/bundle';
    expect(ofLegacy(name, { [annotation]: other.legacy.annotations[annotation] })).toMatchObject({
      code: 'log-binding',
    });
  });
  test('an entry whose promise or proof was touched is not', () => {
    const touched = (change: (entry: WireBundle['verificationMaterial']['tlogEntries'][number]) => void) =>
      ofBundle(name, ({ verificationMaterial: { tlogEntries } }) => tlogEntries.forEach(change));
    const moved = touched((entry) => {
      entry.integratedTime = String(Number(entry.integratedTime) + 1);
    });
    expect(moved).toMatchObject({ kind: 'rejected', code: 'log-proof' });
    const elsewhere = touched(({ inclusionProof }) => {
      if (inclusionProof === undefined) throw new Error('no proof');
      // The second line of a checkpoint is the size of the tree (transparency-dev checkpoint format).
      const { envelope } = inclusionProof.checkpoint;
      inclusionProof.checkpoint.envelope = envelope.replace(/\n\d+\n/, '\n999\n');
    });
    expect(elsewhere).toMatchObject({ kind: 'rejected', code: 'log-proof' });
  });
  test('nothing is believed where another log is trusted', () => {
    const key = newPair();
    const [log] = trustedRoot.tlogs;
    const rawBytes = Buffer.from(pem(key.publicKey).replace(/-----[^-]+-----|\s/g, ''), 'base64').toString(
      'base64',
    );
    const root = {
      ...trustedRoot,
      tlogs: log === undefined ? [] : [{ ...log, publicKey: { ...log.publicKey, rawBytes } }],
    };
    const told = verifyBundle(bytesOf(signed[name].bundle), {
      ...common(name),
      trustedRoot: trust(root),
      artifact: artifactNamed(subject.digest),
    });
    expect(told).toMatchObject({ kind: 'rejected', code: 'log-proof' });
  });
});
