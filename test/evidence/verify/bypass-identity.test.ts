// Published and possible bypasses of who signed: each bundle is good but for one thing.
import { describe, expect, test } from '@jest/globals';
import type { ExtensionName, TextMatch } from '../../../src/evidence/verify/signer.ts';
import { type CertificateOrder, extension, serverAuth, timeStamping } from '../forge/certificate.ts';
import { newPair } from '../forge/keys.ts';
import { type BadCase, identity, outcome, signArtifact } from '../forge/scene.ts';
import { fulcioExtensions, issuer, workflow } from '../forge/sign.ts';

const exact = (value: string): TextMatch => ({ kind: 'exact', value });
const pattern = (text: string): TextMatch => ({ kind: 'pattern', pattern: text });
const named = (value: string) => ({ ...signArtifact, names: [{ kind: 'uri' as const, value }] });
const withCertificate = (certificate: Partial<CertificateOrder>) => ({ ...signArtifact, certificate });
const by = (subject: TextMatch, from: TextMatch = identity.issuer) => ({
  identity: { ...identity, subject, issuer: from },
});
const stating = (name: ExtensionName, match: TextMatch) => ({
  identity: { ...identity, extensions: new Map([[name, match]]) },
});

const cases: readonly BadCase[] = [
  {
    name: 'CVE-2022-36056 (cosign): the identity is compared, not only the chain',
    order: named('https://github.com/evil/web/.github/workflows/release.yml@refs/heads/main'),
    code: 'identity',
  },
  {
    name: 'CVE-2022-36056 (cosign): the issuer is compared too',
    order: withCertificate({
      fulcio: { ...fulcioExtensions, 1: 'https://evil.test', 8: 'https://evil.test' },
    }),
    code: 'issuer',
  },
  {
    name: 'CVE-2022-36056 (cosign): the repository of the workflow is compared',
    check: stating('repository', exact('acme/shop')),
    code: 'extension',
  },
  {
    name: 'an extension that the certificate lacks is not taken for fulfilled',
    check: stating('runnerEnvironment', exact('github-hosted')),
    code: 'extension',
  },
  {
    name: 'a run for a pull request from a fork is not the push that was asked for',
    order: withCertificate({ fulcio: { ...fulcioExtensions, 20: 'pull_request_target' } }),
    check: stating('buildTrigger', exact('push')),
    code: 'extension',
  },
  {
    name: 'another branch of the same workflow',
    order: withCertificate({ fulcio: { ...fulcioExtensions, 14: 'refs/heads/evil' } }),
    check: stating('sourceRef', exact('refs/heads/main')),
    code: 'extension',
  },
  {
    name: 'an exact identity is no prefix',
    order: named(`${workflow}-evil`),
    code: 'identity',
  },
  {
    name: 'CVE-2026-22772 (fulcio): an issuer on a look-alike host',
    order: withCertificate({
      fulcio: { ...fulcioExtensions, 1: `${issuer}.evil.test`, 8: `${issuer}.evil.test` },
    }),
    check: by(identity.subject, pattern(issuer)),
    code: 'issuer',
  },
  {
    name: 'CVE-2025-29778 (kyverno): a pattern for the subject is not ignored',
    check: by(pattern('https://github.com/acme/*/.github/workflows/deploy.yml@refs/heads/main')),
    code: 'identity',
  },
  {
    name: 'CVE-2025-29778 (kyverno): a pattern for the issuer is not ignored',
    check: by(identity.subject, pattern('https://*.acme.test')),
    code: 'issuer',
  },
  {
    name: 'a pattern is anchored at its start',
    order: named(`https://evil.test/${workflow}`),
    check: by(pattern(workflow)),
    code: 'identity',
  },
  {
    name: 'a pattern is anchored at its end',
    order: named(`${workflow}/evil`),
    check: by(pattern(workflow)),
    code: 'identity',
  },
  {
    name: 'a star does not cross a slash into another repository',
    order: named('https://github.com/acme/web/x/.github/workflows/release.yml@refs/heads/main'),
    check: by(pattern('https://github.com/acme/*/.github/workflows/release.yml@refs/heads/main')),
    code: 'identity',
  },
  {
    name: 'a star does not cross an @ into another ref',
    order: named('https://github.com/acme/web/.github/workflows/a.yml@main@x'),
    check: by(pattern('https://github.com/acme/web/.github/workflows/*@x')),
    code: 'identity',
  },
  {
    name: 'a dot in a pattern is a dot',
    order: named(workflow.replace('github.com', 'githubXcom')),
    check: by(pattern(workflow)),
    code: 'identity',
  },
  {
    name: 'an empty identity matches nobody',
    order: named(''),
    check: by(exact('')),
    code: 'identity',
  },
  {
    name: 'a certificate with two names does not let the reader choose one',
    order: {
      ...signArtifact,
      names: [
        { kind: 'uri', value: workflow },
        { kind: 'email', value: 'a@evil.test' },
      ],
    },
    code: 'identity',
  },
  {
    name: 'a certificate without a name',
    order: { ...signArtifact, names: [] },
    code: 'identity',
  },
  {
    name: 'two statements of the issuer that differ',
    order: withCertificate({ fulcio: { ...fulcioExtensions, 1: 'https://evil.test' } }),
    code: 'malformed',
  },
  {
    name: 'one extension twice in a certificate',
    order: withCertificate({ extra: [extension('1.3.6.1.4.1.57264.1.5', Buffer.from('acme/web'))] }),
    code: 'malformed',
  },
  {
    name: 'a certificate without an issuer of the identity',
    order: withCertificate({ fulcio: {} }),
    code: 'issuer',
  },
  {
    name: 'wrong purpose: a certificate for a web server',
    order: withCertificate({ purposes: [serverAuth] }),
    code: 'purpose',
  },
  {
    name: 'wrong purpose: a certificate for timestamps',
    order: withCertificate({ purposes: [timeStamping] }),
    code: 'purpose',
  },
  {
    name: 'wrong purpose: a certificate that states none',
    order: withCertificate({ purposes: [] }),
    code: 'purpose',
  },
  {
    name: 'an authority does not sign artifacts',
    order: withCertificate({ authority: true }),
    code: 'purpose',
  },
  {
    name: 'signed with a key where an identity is asked',
    order: { ...signArtifact, key: newPair() },
    code: 'no-signer',
  },
  {
    name: 'signed with a certificate where a key is asked',
    check: { identity: { kind: 'key', key: newPair().publicKey } },
    code: 'untrusted-key',
  },
];

describe('who signed', () => {
  test('the bundle that the cases start from is accepted', () => {
    expect(outcome({})).toBe('ok');
    expect(outcome({ check: stating('repository', exact('acme/web')) })).toBe('ok');
    expect(
      outcome({ check: by(pattern('https://github.com/acme/*/.github/workflows/*@refs/heads/main')) }),
    ).toBe('ok');
  });
  test.each(cases.map((one) => [one.name, one] as const))('refused: %s', (_, one) => {
    expect(outcome(one)).toBe(one.code);
  });
});
