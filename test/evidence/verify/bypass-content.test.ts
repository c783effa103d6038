// Published and possible bypasses of what was signed: digests, envelopes, statements, formats.
import { describe, expect, test } from '@jest/globals';
import { dsse } from '@sigstore/core';
import { artifactNamed, artifactOf } from '../../../src/evidence/verify/content.ts';
import { later } from '../forge/instance.ts';
import { newPair, pem, sha256, signBytes } from '../forge/keys.ts';
import { hashedRekord, record } from '../forge/log.ts';
import {
  artifact,
  attestPayload,
  type BadCase,
  instance,
  outcome,
  signArtifact,
  statement,
} from '../forge/scene.ts';
import { bytesOf, type WireBundle } from '../forge/sign.ts';

const provenance = 'https://slsa.dev/provenance/v1';
const attest = (payload: Buffer, payloadType?: string) => ({
  instance,
  content: { payload, ...(payloadType !== undefined && { payloadType }) },
});
const key = newPair();
const byKey = { identity: { kind: 'key' as const, key: key.publicKey } };
const digestOnly = { artifact: artifactNamed(`sha256:${sha256(artifact).toString('hex')}`) };
const subject = (digest: Record<string, string>) =>
  statement(provenance, {}, { subject: [{ name: 'x', digest }] });
const hex = sha256(artifact).toString('hex');

/** A log that took an entry without looking at the signature. */
function unsignedButLogged(bundle: WireBundle): WireBundle {
  const signature = signBytes(key, Buffer.from('another artifact'));
  if (bundle.messageSignature !== undefined) bundle.messageSignature.signature = signature.toString('base64');
  const body = hashedRekord(sha256(artifact), signature, pem(key.publicKey));
  bundle.verificationMaterial.tlogEntries = [record({ log: instance.log, body, at: later(1000) })];
  return bundle;
}

const cases: readonly BadCase[] = [
  { name: 'another artifact', check: { artifact: artifactOf(Buffer.from('evil')) }, code: 'digest' },
  {
    name: 'another digest',
    check: { artifact: artifactNamed(`sha256:${'0'.repeat(64)}`) },
    code: 'digest',
  },
  {
    name: 'an artifact of which only another kind of digest is known',
    check: { artifact: artifactNamed(`sha512:${'0'.repeat(128)}`) },
    code: 'digest',
  },
  {
    name: 'the log took an entry whose signature is over something else',
    order: { ...signArtifact, key },
    tamper: unsignedButLogged,
    check: byKey,
    code: 'signature',
  },
  {
    name: 'the same, with the digest alone at hand',
    order: { ...signArtifact, key },
    tamper: unsignedButLogged,
    check: { ...byKey, ...digestOnly },
    code: 'signature',
  },
  {
    name: 'a key that did not sign',
    order: { ...signArtifact, key: newPair() },
    check: byKey,
    code: 'signature',
  },
  {
    name: 'a signature with characters that some decoders skip',
    tamper: (bundle) => {
      if (bundle.messageSignature !== undefined) bundle.messageSignature.signature += '\n';
    },
    code: 'malformed',
  },
  {
    name: 'an envelope with a second signature',
    order: attestPayload,
    tamper: (bundle) => {
      bundle.dsseEnvelope?.signatures.push({ sig: 'AAAA', keyid: '' });
    },
    code: 'malformed',
  },
  {
    name: 'an envelope without a signature',
    order: attestPayload,
    tamper: (bundle) => {
      if (bundle.dsseEnvelope !== undefined) bundle.dsseEnvelope.signatures = [];
    },
    code: 'malformed',
  },
  {
    name: 'a payload that was exchanged under its signature',
    order: attestPayload,
    tamper: (bundle) => {
      if (bundle.dsseEnvelope !== undefined) {
        bundle.dsseEnvelope.payload = statement(provenance, { evil: true }).toString('base64');
      }
    },
    code: 'log-binding',
  },
  {
    name: 'CVE-2022-35930 (policy-controller): an envelope that carries no statement',
    order: attest(statement(provenance, {}), 'text/plain'),
    code: 'payload-type',
  },
  {
    name: 'CVE-2026-39395 (cosign): a payload that cannot be parsed is no success',
    order: attest(Buffer.from('{"_type":')),
    code: 'statement',
  },
  {
    name: 'CVE-2026-39395 (cosign): a payload of another shape',
    order: attest(Buffer.from('[]')),
    code: 'statement',
  },
  {
    name: 'a statement about nothing',
    order: attest(statement(provenance, {}, { subject: [] })),
    code: 'statement',
  },
  {
    name: 'a statement of an unknown version',
    order: attest(statement(provenance, {}, { _type: 'https://in-toto.io/Statement/v9' })),
    code: 'statement',
  },
  {
    name: 'a statement with one key twice',
    order: attest(Buffer.from(statement(provenance, {}).toString().replace('{', '{"predicateType":"x",'))),
    code: 'statement',
  },
  {
    name: 'GHSA-r2xv-vpr2-42m9 (slsa-verifier): a genuine statement about something else',
    order: attest(subject({ sha256: '0'.repeat(64) })),
    code: 'subject',
  },
  {
    name: 'a statement with a digest that nobody can compare',
    order: attest(subject({ md5: hex })),
    code: 'subject',
  },
  {
    name: 'a subject whose digests contradict each other',
    order: attest(subject({ sha256: hex, sha512: '0'.repeat(128) })),
    code: 'subject',
  },
  {
    name: 'CVE-2022-35929 (cosign): an attestation of another type than asked',
    order: attestPayload,
    check: { predicateTypes: ['https://spdx.dev/Document'] },
    code: 'predicate-type',
  },
  {
    name: 'a plain signature where an attestation is asked',
    check: { predicateTypes: [provenance] },
    code: 'predicate-type',
  },
  { name: 'no JSON', tamper: () => Buffer.from('{"mediaType":'), code: 'malformed' },
  { name: 'JSON that is no object', tamper: () => Buffer.from('null'), code: 'malformed' },
  {
    name: 'CVE-2026-44310 (gitsign): a bundle without a certificate',
    tamper: (bundle) => {
      bundle.verificationMaterial.certificate = { rawBytes: '' };
    },
    code: 'malformed',
  },
  {
    name: 'a certificate that is none',
    tamper: (bundle) => {
      bundle.verificationMaterial.certificate = { rawBytes: Buffer.from('cert').toString('base64') };
    },
    code: 'malformed',
  },
  {
    name: 'one key twice in the bundle',
    tamper: (bundle) => Buffer.from(bytesOf(bundle).toString().replace('{', '{"mediaType":"x",')),
    code: 'malformed',
  },
  {
    name: 'an unknown version of the bundle',
    tamper: (bundle) => ({ ...bundle, mediaType: 'application/vnd.dev.sigstore.bundle.v0.9+json' }),
    code: 'unsupported',
  },
  {
    name: 'a known version with something behind it',
    tamper: (bundle) => ({ ...bundle, mediaType: `${bundle.mediaType};evil` }),
    code: 'unsupported',
  },
  {
    name: 'a content named by a digest that is not judged',
    tamper: (bundle) => {
      if (bundle.messageSignature !== undefined) bundle.messageSignature.messageDigest.algorithm = 'SHA2_512';
    },
    code: 'unsupported',
  },
  {
    name: 'CVE-2024-29902 (cosign): more bytes than are read',
    tamper: () => Buffer.alloc(33 * 1024 * 1024),
    code: 'ceiling',
  },
];

describe('what was signed', () => {
  test('the bundles that the cases start from are accepted', () => {
    expect(outcome({ check: digestOnly })).toBe('ok');
    expect(outcome({ order: attestPayload, check: { predicateTypes: [provenance] } })).toBe('ok');
    expect(outcome({ order: { ...signArtifact, key }, check: byKey })).toBe('ok');
    expect(outcome({ order: { ...signArtifact, key }, check: { ...byKey, ...digestOnly } })).toBe('ok');
    expect(dsse.preAuthEncoding('a', Buffer.from('b')).toString()).toBe('DSSEv1 1 a 1 b');
  });
  test.each(cases.map((one) => [one.name, one] as const))('refused: %s', (_, one) => {
    expect(outcome(one)).toBe(one.code);
  });
});
