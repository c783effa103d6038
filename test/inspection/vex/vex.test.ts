// VEX documents: only believed authors, only what they name, only for a while.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readOpenVex } from '../../../src/inspection/vex/openvex-reading.ts';
import { vexAnswer } from '../../../src/inspection/vex/vex-answer.ts';
import type { Finding } from '../../../src/terms/finding.ts';
import { debianFiles, writeSmallImage } from '../../cli/small-image.ts';
import { openSurroundings } from '../../cli/surroundings.ts';
import { trivy } from '../import/reports.ts';
import { digestOf } from '../inspected.ts';

const purl = 'pkg:deb/debian/bash@5?arch=amd64&distro=debian-12';
const good = {
  vulnerability: { name: 'CVE-2026-1000' },
  products: [{ '@id': 'pkg:deb/debian/bash' }],
  status: 'not_affected',
  justification: 'vulnerable_code_not_present',
};
const documentOf = (...statements: object[]) => ({
  '@context': 'https://openvex.dev/ns/v0.2.0',
  '@id': 'urn:x',
  author: 'Security Team',
  timestamp: '2026-10-01T00:00:00Z',
  version: 1,
  statements,
});
const finding = (...purls: string[]): Finding => ({
  rule: 'CVE-2026-1000',
  severity: 'high',
  subject: 'pkg:deb/debian/bash',
  where: { kind: 'image', field: 'x' },
  message: 'm',
  because: 'b',
  fix: 'f',
  details: {
    kind: 'vulnerability',
    ids: ['CVE-2026-1000', 'GHSA-x'],
    purls,
    installed: '5',
    knownExploited: false,
    severitySource: 'none',
  },
});
const answer = (statements: object[], purls = [purl], now = '2026-10-22') =>
  vexAnswer(
    finding(...purls),
    { digest: digestOf(1) },
    readOpenVex(JSON.stringify(documentOf(...statements)), 'v'),
    new Date(now),
  );
const image = (digest: string, more = {}) => ({
  '@id': `pkg:oci/app@${encodeURIComponent(digest)}`,
  ...more,
});

describe('what a VEX document excuses', () => {
  test.each<[string, object[]]>([
    ['a package', [good]],
    ['a package in its version', [{ ...good, products: [{ '@id': 'pkg:deb/debian/bash@5' }] }]],
    ['another id of the alias set', [{ ...good, vulnerability: { name: 'GHSA-x' } }]],
    ['the image by digest', [{ ...good, products: [image(digestOf(1))] }]],
    [
      'a package in the image',
      [{ ...good, products: [image(digestOf(1), { subcomponents: [{ '@id': 'pkg:deb/debian/bash' }] })] }],
    ],
    ['what is fixed', [{ ...good, status: 'fixed' }]],
  ])('%s', (_, statements) => {
    const [first] = statements;
    expect(answer(statements)).toMatchObject({
      owner: 'Security Team',
      expires: '2026-12-30',
      vex: first !== undefined && 'status' in first ? first.status : '',
    });
  });

  const refused: readonly (readonly [string, object[], string[]?, string?])[] = [
    ['another vulnerability', [{ ...good, vulnerability: { name: 'CVE-2026-1' } }]],
    ['another version', [{ ...good, products: [{ '@id': 'pkg:deb/debian/bash@4' }] }]],
    ['another image', [{ ...good, products: [image(digestOf(2))] }]],
    [
      'another package of the image',
      [{ ...good, products: [image(digestOf(1), { subcomponents: [{ '@id': 'pkg:deb/debian/dash' }] })] }],
    ],
    ['an image by tag', [{ ...good, products: [{ '@id': 'pkg:oci/app?tag=1' }] }]],
    [
      'a package of another product',
      [{ ...good, products: [{ '@id': 'pkg:generic/x', subcomponents: [{ '@id': purl }] }] }],
    ],
    ['no product at all', [{ ...good, products: [] }]],
    ['one of two packages only', [good], [purl, 'pkg:deb/debian/libbash@5']],
    [
      'what is affected after all',
      [good, { ...good, status: 'affected', timestamp: '2026-10-02T00:00:00Z' }],
    ],
    ['what two statements of one moment contradict', [{ ...good, status: 'affected' }, good]],
    ['what was said too long ago', [good], [purl], '2027-02-01'],
    ['what will be said', [good], [purl], '2026-09-01'],
  ];
  test.each(
    refused.map(([name, statements, purls = [purl], now = '2026-10-22']) => ({
      name,
      statements,
      purls,
      now,
    })),
  )('not $name', ({ statements, purls, now }) => {
    expect(answer(statements, purls, now)).toBeUndefined();
  });

  test.each([
    [{ ...documentOf(good), '@context': 'https://x.example' }, /@context/],
    [documentOf({ ...good, justification: undefined }), /needs a justification/],
  ])('a document that is none is refused', (document, words) => {
    expect(() => readOpenVex(JSON.stringify(document), 'v')).toThrow(words);
  });

  test.each([
    ['images:\n  vex: { authors: [Security Team] }\n', 'waived'],
    ['images:\n  vex: { authors: [Somebody] }\n', 'block'],
    ['', 'block'],
  ])('the policy decides whom to believe: %j', async (policy, treatment) => {
    const surroundings = openSurroundings();
    const put = (name: string, text: string) => writeFileSync(join(surroundings.directory, name), text);
    put('seaworthy.yaml', `version: 1\n${policy}`);
    put('trivy.json', JSON.stringify(trivy));
    put('vex.json', JSON.stringify(documentOf(good)));
    const reference = writeSmallImage(join(surroundings.directory, 'image'), debianFiles({ bash: '5' }));
    const given = ['--advisories', 'none', '--import', 'trivy.json', '--vex', 'vex.json', '--format', 'json'];
    const { out } = await surroundings.run('gate', reference, ...given);
    const { findings }: { findings: { rule: string; treatment: string }[] } = JSON.parse(out);
    expect(findings.find(({ rule }) => rule === 'CVE-2026-1000')).toMatchObject({ treatment });
  });
});
