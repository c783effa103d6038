// What the gate cannot judge names itself, says what to do, ends with its exit code, and never passes.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { writeAdvisories } from './advisory-folder.ts';
import { debianFiles, type LayerFiles, writeSmallImage } from './small-image.ts';
import { openSurroundings } from './surroundings.ts';

const day = '2026-10-22';
const zlib = { ecosystem: 'Debian:12', name: 'zlib' };
const debianNews = [{ ...zlib, id: 'DEBIAN-CVE-2026-1', fixed: '1.0' }];
const sound = debianFiles({ zlib: '1:1.3' });

interface Judged {
  readonly code: number;
  readonly said: string;
  readonly verdict: { readonly merge: string; readonly certificate: string } | undefined;
  readonly letter: string | undefined;
}

interface Gating {
  readonly files?: LayerFiles;
  readonly advisories?: Parameters<typeof writeAdvisories>[1];
  readonly argv?: readonly string[];
  readonly policy?: string;
  /** Does damage after the image was written. */
  readonly spoil?: (image: string) => void;
}

/** Gates a small image as text and as JSON. */
async function gate({
  files = sound,
  advisories = debianNews,
  argv = [],
  policy,
  spoil,
}: Gating): Promise<Judged> {
  const { directory, run } = openSurroundings();
  const place = join(directory, 'image');
  const reference = writeSmallImage(place, files);
  spoil?.(place);
  if (policy !== undefined) writeFileSync(join(directory, 'seaworthy.yaml'), policy);
  const known = writeAdvisories(join(directory, 'advisories'), advisories);
  const line = ['gate', reference, '--advisories', known, '--as-of', day, ...argv];
  const text = await run(...line);
  const json = await run(...line, '--format', 'json');
  expect(json.code).toBe(text.code);
  const result = json.out === '' ? undefined : JSON.parse(json.out);
  return {
    code: text.code,
    said: (text.out + text.err).replaceAll(/\s+/g, ' '),
    verdict: result?.verdict,
    letter: result?.grade?.letter,
  };
}

test('the sound image that the cases spoil does pass', async () => {
  const { code, verdict, letter } = await gate({});
  expect({ code, merge: verdict?.merge, certificate: verdict?.certificate, letter }).toEqual({
    code: 0,
    merge: 'pass',
    certificate: 'pass',
    letter: 'A',
  });
});

describe('wrong input ends with 2, names itself and says what to do', () => {
  test.each([
    ['a reference that is none', ['gate', 'Registry/App:1:2'], 'Registry/App:1:2'],
    ['a layout that is not there', ['gate', 'oci:/nowhere:1.0'], '/nowhere'],
    ['an archive that is a folder', ['gate', 'docker-archive:/'], '/ is no file'],
    ['an archive that is not there', ['gate', 'docker-archive:/nowhere.tar'], '/nowhere.tar'],
    ['advisories that are not there', ['gate', 'oci:/x', '--advisories', '/nowhere'], '/nowhere'],
    ['a policy that is not there', ['gate', 'oci:/x', '--policy', 'gone.yaml'], 'gone.yaml'],
    ['an address of a mirror that is none', ['db', 'update', '--ecosystem', 'npm'], 'SEAWORTHY_OSV_BUCKET'],
  ])('%s', async (_, argv, named) => {
    const { run } = openSurroundings({ variables: { SEAWORTHY_OSV_BUCKET: 'ftp://mirror' } });
    const environmentFree = openSurroundings();
    const { code, out, err } = await (argv[0] === 'db' ? run(...argv) : environmentFree.run(...argv));
    expect(err).toContain(named);
    expect(err).toMatch(/fix: \S/);
    expect(out).toBe('');
    expect(code).toBe(2);
  });

  test('a tag that the layout does not have, and which it has', async () => {
    const { directory, run } = openSurroundings();
    writeSmallImage(join(directory, 'image'), sound);
    const { code, err } = await run('gate', `oci:${directory}/image:9.9`);
    expect(err).toContain('9.9');
    expect(err).toContain('1.0');
    expect(code).toBe(2);
  });

  test('a layout that holds no image', async () => {
    const { directory, run } = openSurroundings();
    const reference = writeSmallImage(join(directory, 'image'), sound);
    writeFileSync(join(directory, 'image/index.json'), '{"schemaVersion":2,"manifests":[]}');
    const { code, err } = await run('gate', reference);
    expect(err).toContain('image holds no image');
    expect(code).toBe(2);
  });

  test('a key that the policy does not know, by file, line and column', async () => {
    const { code, said } = await gate({ policy: 'version: 1\nimages:\n  considr: all\n' });
    expect(said).toContain('seaworthy.yaml:3:3');
    expect(said).toContain('consider');
    expect(code).toBe(2);
  });
});

describe('what cannot be looked at is incomplete: exit code 1, as loud as a failure', () => {
  const rpmSystem = { 'etc/os-release': 'ID=almalinux\nVERSION_ID=9.4\n' };
  const cases: readonly (readonly [string, Gating, RegExp])[] = [
    [
      'a dpkg database that is none',
      { files: { ...sound, 'var/lib/dpkg/status': '\u0000\u0001 broken' } },
      /package database could not be read/,
    ],
    [
      'an rpm database that is none',
      { files: { ...rpmSystem, 'var/lib/rpm/rpmdb.sqlite': 'SQLite format 3\u0000cut' } },
      /package database could not be read/,
    ],
    [
      'a Berkeley database, which is not read yet',
      {
        files: {
          ...rpmSystem,
          'var/lib/rpm/Packages': Buffer.from('0000000000000000000000006115060009000000', 'hex'),
        },
      },
      /package database could not be read/,
    ],
    [
      'advisories of another ecosystem only',
      { advisories: [{ id: 'GHSA-1', ecosystem: 'npm', name: 'x' }] },
      /no advisories at hand for deb\/debian/,
    ],
    [
      'libraries of ecosystems that no advisories are at hand of, each named once',
      {
        files: {
          ...sound,
          'app/META-INF/maven/org.a/a/pom.properties': 'groupId=org.a\nartifactId=a\nversion=1\n',
          'app/META-INF/maven/org.b/b/pom.properties': 'groupId=org.b\nartifactId=b\nversion=1\n',
          'srv/specifications/rack-2.gemspec': '# stub: rack 2 ruby lib\n',
        },
      },
      /no advisories for gem, maven\./,
    ],
    [
      'an unknown distribution',
      { files: { ...sound, 'etc/os-release': 'ID=plan9\nVERSION_ID=4\n' } },
      /no advisories at hand for deb\/plan9/,
    ],
    [
      'packages without any os-release',
      { files: { 'var/lib/dpkg/status': sound['var/lib/dpkg/status'] ?? '' } },
      /no os-release says which distribution/,
    ],
    [
      'stale advisories',
      { argv: ['--as-of', '2026-10-28'] },
      /stale: last updated on 2026-10-21.*seaworthy db update/,
    ],
    [
      'no advisories at all',
      { argv: ['--advisories', 'none'] },
      /no advisories at hand.*seaworthy db update/,
    ],
  ];

  test.each(cases)('%s', async (_, gating, named) => {
    const { code, said, verdict, letter } = await gate(gating);
    expect(said).toMatch(named);
    expect(said).toMatch(/Merge INCOMPLETE/);
    expect(said).toMatch(/Certificate INCOMPLETE/);
    expect(verdict).toMatchObject({ merge: 'incomplete', certificate: 'incomplete' });
    expect(letter).toBeUndefined();
    expect(code).toBe(1);
  });

  test('a layer whose bytes are not those of its digest', async () => {
    const { code, said, verdict } = await gate({ spoil: flipLayer });
    expect(said).toMatch(/sha256/);
    expect(verdict?.merge ?? 'incomplete').toBe('incomplete');
    expect(code).toBe(1);
  });
});

describe('records that state no severity', () => {
  test.each([
    ['yesterday', '2026-10-21', 0],
    ['last year', '2025-10-01', 1],
  ])('and were published %s are shown as unknown, and never earn an A', async (_, published, expected) => {
    const silent = [
      { ...zlib, id: 'DEBIAN-CVE-2026-2', fixed: '1:1.4', published: `${published}T00:00:00Z` },
    ];
    const { code, said, verdict, letter } = await gate({ advisories: silent });
    expect(letter).not.toBe('A');
    expect(said).toContain('unknown');
    expect(said).toMatch(/1 finding.* no stated severity/);
    expect(code).toBe(expected);
    if (expected === 1) expect(verdict).toMatchObject({ merge: 'fail', certificate: 'fail' });
  });
});

/** Changes one bit in the largest blob, the layer. */
function flipLayer(image: string): void {
  const blobs = join(image, 'blobs/sha256');
  const layer = readdirSync(blobs)
    .map((name) => ({ name, bytes: readFileSync(join(blobs, name)) }))
    .find(({ bytes }) => bytes[0] === 0x1f);
  if (layer === undefined) throw new Error('no layer');
  layer.bytes[layer.bytes.length - 6] = (layer.bytes[layer.bytes.length - 6] ?? 0) ^ 1;
  mkdirSync(blobs, { recursive: true });
  writeFileSync(join(blobs, layer.name), layer.bytes);
}
