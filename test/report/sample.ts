// A result with one of everything, and random ones: what the renderings are tested with.
import fc from 'fast-check';
import type { Digest } from '../../src/terms/digest.ts';
import type { VulnerabilityDetails } from '../../src/terms/finding.ts';
import type { Package } from '../../src/terms/package.ts';
import { severities } from '../../src/terms/severity.ts';
import {
  type Grade,
  gradeLetters,
  type JudgedFinding,
  type Result,
  type ScannedImage,
} from '../../src/terms/verdict.ts';

export function digestOf(seed: number): Digest {
  return `sha256:${seed.toString(16).padStart(64, '0')}`;
}

export const openssl: Package = {
  purl: 'pkg:deb/debian/openssl@3.0.11-1?arch=amd64&distro=debian-12',
  type: 'deb',
  name: 'openssl',
  version: '3.0.11-1',
  architecture: 'amd64',
  source: { name: 'openssl', version: '3.0.11-1' },
  vendor: 'Debian OpenSSL Team',
  path: 'var/lib/dpkg/status',
  layer: 0,
  dependsOn: ['pkg:deb/debian/libssl3@3.0.11-1?arch=amd64&distro=debian-12'],
};

export const libssl: Package = {
  ...openssl,
  purl: 'pkg:deb/debian/libssl3@3.0.11-1?arch=amd64&distro=debian-12',
  name: 'libssl3',
  dependsOn: [],
};

export const lodash: Package = {
  purl: 'pkg:npm/lodash@4.17.20',
  type: 'npm',
  name: 'lodash',
  version: '4.17.20',
  licenses: ['MIT'],
  path: 'srv/app/node_modules/lodash/package.json',
  layer: 1,
};

export const grade: Grade = {
  letter: 'C',
  sentence: 'A critical update has been waiting for 12 days; the image should be rebuilt this week.',
  drops: [{ on: '2026-12-14', letter: 'D', because: ['CVE-2026-1111'] }],
  because: ['CVE-2026-1111'],
  withoutFix: 1,
};

export const image: ScannedImage = {
  reference: 'registry.example/acme/web:1.4',
  digest: digestOf(1),
  platform: { os: 'linux', architecture: 'amd64' },
  created: '2026-10-01T00:00:00Z',
  os: {
    id: 'debian',
    idLike: [],
    versionId: '12',
    codename: 'bookworm',
    prettyName: 'Debian GNU/Linux 12 (bookworm)',
    path: 'etc/os-release',
    layer: 0,
  },
  layers: [
    { digest: digestOf(10), size: 30_000_000, createdBy: 'ADD rootfs.tar /' },
    { digest: digestOf(11), size: 2_000_000, createdBy: 'COPY . /srv/app' },
  ],
  packages: [openssl, libssl, lodash],
  grade,
  refusals: [],
  accounting: { parsed: 1000, notInteresting: 31_999_000, refused: 0 },
};

export function vulnerability(
  rule: string,
  about: Package,
  changes: Partial<VulnerabilityDetails> = {},
  judged: Partial<JudgedFinding> = {},
): JudgedFinding {
  const subject = about.purl.replace(/@[^@]*$/, '');
  return {
    rule,
    severity: 'critical',
    subject,
    where: { kind: 'layer', path: about.path, layer: about.layer, digest: digestOf(10 + about.layer) },
    message: `${about.name} ${about.version} is affected by ${rule}`,
    because: 'Its own text says what an attacker gains.',
    fix: `update ${about.name}`,
    treatment: 'block',
    blocksMerge: true,
    origin: 'introduced',
    judgedBy: 'severity: critical',
    details: {
      kind: 'vulnerability',
      ids: [rule],
      purls: [about.purl],
      installed: about.version,
      fixed: '3.0.15-1',
      published: '2026-11-01T00:00:00Z',
      aging: { since: '2026-11-02T00:00:00Z', basis: 'fix-released' },
      knownExploited: false,
      cvss: { vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', score: 9.8 },
      severitySource: 'cvss',
      summary: 'A long handshake overflows a buffer',
      references: ['https://security.example/CVE'],
      ...changes,
    },
    ...judged,
  };
}

/** Failing gate: blocked, warned, waived, fact, malicious; a waiver unused, a warning, something fixed. */
export const sample: Result = {
  schemaVersion: 1,
  gate: 'image',
  verdict: {
    merge: 'fail',
    certificate: 'fail',
    reasons: [
      {
        question: 'both',
        judgement: 'fail',
        message: '2 findings block: severity: critical',
        fix: 'Update openssl to 3.0.15-1 and rebuild.',
      },
    ],
  },
  grade,
  images: [image],
  findings: [
    vulnerability('CVE-2026-1111', openssl, { knownExploited: true, ids: ['CVE-2026-1111', 'DSA-1-1'] }),
    vulnerability(
      'CVE-2026-2222',
      openssl,
      { fixed: '3.0.14-1' },
      { severity: 'high', treatment: 'warn', blocksMerge: false, judgedBy: 'no rule blocks it' },
    ),
    vulnerability(
      'CVE-2026-3333',
      lodash,
      { fixed: '4.17.21' },
      {
        severity: 'medium',
        treatment: 'waived',
        blocksMerge: false,
        judgedBy: 'waiver',
        waiver: { reason: 'not reachable', owner: '@acme/web', expires: '2026-12-24' },
      },
    ),
    {
      rule: 'hardening/root-user',
      severity: 'high',
      subject: image.reference,
      where: { kind: 'image', field: 'config.User' },
      message: 'The image runs as root.',
      because: 'A process that escapes is root on the node.',
      fix: 'Set USER to an unprivileged user.',
      owner: '@acme/platform',
      treatment: 'block',
      blocksMerge: true,
      origin: 'inherited',
      judgedBy: 'rules: hardening/root-user: block',
      details: { kind: 'fact', actual: 'root', required: 'any other user' },
    },
  ],
  fixed: [],
  waivers: [
    {
      rule: 'CVE-2026-3333',
      subject: 'pkg:npm/lodash',
      reason: 'not reachable',
      owner: '@acme/web',
      expires: '2026-12-24',
      uses: 1,
    },
    {
      rule: 'CVE-2020-1',
      subject: 'pkg:npm/left-pad',
      reason: 'gone',
      owner: '@acme/web',
      expires: '2026-12-24',
      uses: 0,
    },
  ],
  warnings: ['the policy file of the head is not used'],
  snapshot: {
    digest: digestOf(99),
    asOf: '2026-11-25T00:00:00Z',
    updated: '2026-11-24T12:00:00Z',
    source: 'store',
    ecosystems: ['Debian:12', 'npm'],
  },
  policyDigest: digestOf(77),
  tool: { name: 'seaworthy', version: '0.1.0' },
};

/** The same image with nothing to say about it. */
export const clean: Result = {
  ...sample,
  verdict: { merge: 'pass', certificate: 'pass', reasons: [] },
  grade: { ...grade, letter: 'A', drops: [], because: [], withoutFix: 0 },
  images: [{ ...image, grade: { ...grade, letter: 'A', drops: [], because: [], withoutFix: 0 } }],
  findings: [],
  waivers: [],
  warnings: [],
};

const words = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom('<b>', '@team', '#1', '|', '`'),
);
const judgement = fc.constantFrom('pass', 'fail', 'incomplete');

/** Random vulnerabilities with hostile texts, one rule and subject each. */
export const someFindings: fc.Arbitrary<readonly JudgedFinding[]> = fc
  .uniqueArray(
    fc.record({
      number: fc.integer({ min: 1, max: 9999 }),
      about: fc.constantFrom(openssl, libssl, lodash),
      severity: fc.constantFrom(...severities),
      treatment: fc.constantFrom('block', 'warn', 'waived', 'off'),
      blocksMerge: fc.boolean(),
      text: words,
      fixed: fc.option(fc.constantFrom('1', '2'), { nil: undefined }),
    }),
    { selector: (item) => `${item.number} ${item.about.name}`, maxLength: 25 },
  )
  .map((items) =>
    items.map(({ number, about, severity, treatment, blocksMerge, text, fixed }) => {
      const base = vulnerability(`CVE-2026-${number}`, about, { summary: text });
      const details =
        base.details.kind === 'vulnerability' && fixed === undefined
          ? { ...base.details, fixed: 'none' }
          : base.details;
      return {
        ...base,
        details,
        severity,
        treatment,
        message: text,
        fix: text,
        blocksMerge: blocksMerge && treatment === 'block',
        ...(treatment === 'waived' ? { waiver: { reason: text, owner: text, expires: '2026-12-24' } } : {}),
      };
    }),
  );

/** Random judged results. */
export const someResult: fc.Arbitrary<Result> = fc
  .record({
    findings: someFindings,
    merge: judgement,
    certificate: judgement,
    letter: fc.option(fc.constantFrom(...gradeLetters), { nil: undefined }),
    text: words,
  })
  .map(({ findings, merge, certificate, letter, text }) => {
    const given: Grade = {
      sentence: text,
      drops: [],
      because: [],
      withoutFix: 0,
      ...(letter === undefined ? {} : { letter }),
    };
    return {
      ...sample,
      findings,
      grade: given,
      images: [{ ...image, grade: given }],
      verdict: {
        merge,
        certificate,
        reasons:
          merge === 'pass' && certificate === 'pass'
            ? []
            : [{ question: 'both', judgement: 'fail', message: text, fix: text }],
      },
    };
  });
