// A Spring Boot application with modules of the team's own: the gate gives a verdict, and the policy says what of it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { anyClass, jarOf, pomProperties } from '../packages/maven/jars.ts';
import { writeAdvisories } from './advisory-folder.ts';
import { debianFiles, type LayerFiles, writeSmallImage } from './small-image.ts';
import { openSurroundings } from './surroundings.ts';

const rule = 'origin/unnamed-library';
const files: LayerFiles = {
  ...debianFiles({ zlib: '1:1.3' }),
  'app/shop.jar': jarOf({
    'BOOT-INF/lib/known-1.jar': jarOf({ ...pomProperties('org.x', 'known', '1'), ...anyClass }),
    'BOOT-INF/lib/shop-core-1.0.jar': jarOf(anyClass),
  }),
};

const listed = {
  purl: 'pkg:generic/shop-core@1.0',
  type: 'generic',
  name: 'shop-core',
  version: '1.0',
  path: 'app/shop.jar',
  layer: 0,
};

function prepare(policy: string, content = files) {
  const { directory, run } = openSurroundings({ now: '2026-10-22T12:00:00Z' });
  writeFileSync(join(directory, 'seaworthy.yaml'), `version: 1\n${policy}`);
  const image = writeSmallImage(join(directory, 'image'), content);
  const known = writeAdvisories(join(directory, 'advisories'), [
    { id: 'DEBIAN-CVE-2026-1', ecosystem: 'Debian:12', name: 'zlib', fixed: '1.0' },
    { id: 'GHSA-2222-3333-4444', ecosystem: 'Maven', name: 'org.x:known', fixed: '0.1' },
  ]);
  return { run, image, known };
}

interface Told {
  readonly verdict: object;
  readonly findings: readonly { readonly rule: string; readonly treatment: string }[];
  readonly images: readonly { readonly packages: readonly object[]; readonly grade: { letter?: string } }[];
}

async function gate(policy: string, content?: LayerFiles) {
  const { run, image, known } = prepare(policy, content);
  const ended = await run('gate', image, '--advisories', known, '--as-of', '2026-10-22', '--format', 'json');
  const told: Partial<Told> = ended.code === 2 ? {} : JSON.parse(ended.out);
  const findings = told.findings?.filter((one) => one.rule === rule) ?? [];
  return { ...ended, verdict: told.verdict, findings, image: told.images?.[0] };
}

const waiver = `waivers:
  - { rule: ${rule}, subject: "pkg:generic/shop-core", reason: our own, owner: "@acme/shop", expires: 2026-12-01 }
`;

describe('a module of the team’s own in a Spring Boot application', () => {
  test('is told and stands in no one’s way, with a letter for the image', async () => {
    const { code, verdict, findings, image } = await gate('');
    expect(findings).toMatchObject([
      { treatment: 'warn', judgedBy: "the rule's default: warn", subject: 'pkg:generic/shop-core' },
    ]);
    expect(verdict).toMatchObject({ merge: 'pass', certificate: 'pass', reasons: [] });
    expect(image?.grade.letter).toBe('A');
    expect(code).toBe(0);
  });

  test.each([
    ['blocks where the policy says so', `images:\n  rules:\n    ${rule}: block\n`, 1, ['block']],
    ['may be waived', `images:\n  rules:\n    ${rule}: block\n${waiver}`, 0, ['waived']],
    [
      'is no finding where the policy names its file',
      `images:\n  trust:\n    ownLibraries: ["shop-*.jar"]\n  rules:\n    ${rule}: block\n`,
      0,
      [],
    ],
  ])('%s', async (_, policy, expected, treatments) => {
    const { code, findings, image } = await gate(policy);
    expect(findings.map(({ treatment }) => treatment)).toEqual(treatments);
    expect(code).toBe(expected);
    expect(image?.packages).toContainEqual(listed);
  });

  test('alone, without a distribution, leaves open what the image is', async () => {
    const { code, verdict } = await gate('', { 'app/shop-core-1.0.jar': jarOf(anyClass) });
    expect(verdict).toMatchObject({ merge: 'incomplete', certificate: 'incomplete' });
    expect(JSON.stringify(verdict)).toContain('The distribution inside the image is not known');
    expect(code).toBe(1);
  });

  test('goes to the team that owns its layer', async () => {
    const { findings } = await gate('images:\n  owners:\n    - { layers: base, team: "@acme/platform" }\n');
    expect(findings).toMatchObject([{ owner: '@acme/platform' }]);
  });

  test.each(['*', '*.jar', '*-*.jar', 'lib/shop-*.jar'])(
    'is not let be by %s, which names every library or a folder',
    async (pattern) => {
      const { code, err } = await gate(`images:\n  trust:\n    ownLibraries: ["${pattern}"]\n`);
      expect(code).toBe(2);
      expect(err).toContain('shop-*.jar');
    },
  );

  test.each([
    ['cyclonedx', '"purl": "pkg:generic/shop-core@1.0"'],
    ['spdx', '"referenceLocator": "pkg:generic/shop-core@1.0"'],
  ])('is in the bill of materials (%s) with name and version', async (format, line) => {
    const { run, image, known } = prepare('');
    const { out } = await run('scan', image, '--advisories', known, '--format', format);
    expect(out).toContain(line);
    expect(out).not.toContain('shop.jar!/');
  });
});
