// Names that lead nowhere: each mistake is said as what it is, with what to write, and ends with 2 before anything is done.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { writeAdvisories } from './advisory-folder.ts';
import { debianFiles, writeSmallImage } from './small-image.ts';
import { openSurroundings } from './surroundings.ts';

function prepare() {
  const place = openSurroundings();
  const { directory } = place;
  const image = writeSmallImage(join(directory, 'image'), debianFiles({ zlib: '1:1.3' }));
  const known = writeAdvisories(join(directory, 'advisories'), [
    { ecosystem: 'Debian:12', name: 'zlib', id: 'DEBIAN-CVE-2026-1', fixed: '1:1.4' },
  ]);
  writeFileSync(join(directory, 'file'), '');
  mkdirSync(join(directory, 'folder'));
  const scan = ['scan', image, '--advisories', known, '--as-of', '2026-10-22'];
  return { ...place, scan };
}

describe('a place of the scan', () => {
  test.each<[string, readonly string[], RegExp]>([
    ['a checkout that is not there', ['--checkout', 'nope'], /nope is no folder\n +fix: Name the folder/],
    ['a file as checkout', ['--checkout', 'file'], /file is no folder/],
    ['an output that is a folder', ['--output', 'folder'], /folder could not be written: it is a folder/],
    ['an output below a file', ['--output', 'file/report'], /could not be written: .* is a file/],
    ['an empty report', ['--import', 'file'], /^error: \S*file: the report cannot be read/],
    ['a list of no digests', ['--known-bad', 'file'], /file holds no digest: nothing would be looked for/],
  ])('%s', async (_, options, message) => {
    const { run, scan } = prepare();
    const { code, err } = await run(...scan, ...options);
    expect(err).toMatch(message);
    expect(err).toMatch(/fix: \S/);
    expect(code).toBe(2);
  });

  test('a folder as base', async () => {
    const { run, scan, directory } = prepare();
    mkdirSync(join(directory, 'old.json'));
    const [, ...what] = scan;
    const { code, err } = await run('gate', ...what, '--base', join(directory, 'old.json'));
    expect(err).toMatch(/the base \S+old\.json cannot be read\n +fix: \S/);
    expect(code).toBe(2);
  });

  test('a file as layout: the form for layouts in a tar is named', async () => {
    const { run, directory } = prepare();
    const file = join(directory, 'file');
    const { code, err } = await run('scan', `oci:${file}`);
    expect(err).toContain(`${file} is a file, and oci: names a folder`);
    expect(err).toContain(`oci-archive:${file}`);
    expect(code).toBe(2);
  });
});

describe('a word that is none', () => {
  test.each<[readonly string[], RegExp]>([
    [['sign', 'oci:image:1.0', '--key', 'key.pem', '--stage', 'no such/stage'], /A stage is a tag/],
    [
      ['attest', 'oci:image:1.0', '--predicate', 'p.json', '--type', 'review', '--key', 'nope'],
      /'review' is invalid\. Write a URI/,
    ],
    [['verify', 'oci:image:1.0', '--key', 'k.pem', '--type', 'sbom'], /"sbom" is no type of attestations/],
    [['gate', `r.example/${'a'.repeat(300)}`], /a{40}…" names no image: .* more than 255/],
    [['init', '--image', ''], /"" names no image/],
    [
      ['gate', 'https://bob:RegS3cret@r.example/app:1'],
      /^(?!.*RegS3cret).*"https:\/\/\[secret\]@r.example\/app:1" names no image/s,
    ],
    [
      ['gate', 'bob:RegS3cret@r.example/app:1'],
      /^(?!.*RegS3cret).*"\[secret\]@r.example\/app:1" names no image/s,
    ],
    [['gate', 'app:1@sha256:zz'], /"app:1@sha256:zz" names no image/],
    [['init', '--image', 'x"; rm -rf /'], /names no image/],
    [['init', '--action', 'nope'], /"nope" names no action/],
    [['init', '--action', 'acme/seaworthy'], /names no action/],
  ])('%p', async (line, message) => {
    const { run, directory } = prepare();
    const { code, err } = await run(...line);
    expect(err).toMatch(message);
    expect(err).toMatch(/fix: \S/);
    expect(code).toBe(2);
    expect(existsSync(join(directory, '.github'))).toBe(false);
  });

  test('patterns and lists are images too', async () => {
    for (const image of ['oci:build/*', 'bake:docker-bake.hcl', 'compose:compose.yaml']) {
      expect((await prepare().run('init', '--image', image)).code).toBe(0);
    }
  });
});

describe('an option of the gate that would do nothing', () => {
  test.each<[readonly string[], RegExp]>([
    [['--verify-key', 'cosign.pub'], /looks at no signature of the image[\s\S]*`seaworthy verify`/],
    [['--verify-key', 'cosign.pub', '--base', 'r.example/app:main'], /asked for a base alone/],
    [['--trusted-root', 'root.json'], /asked for a base alone/],
    [['--base-import', 'report.json'], /--base-import without --base/],
  ])('%p', async (options, message) => {
    const { code, err } = await openSurroundings().run('gate', 'oci:image', ...options);
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });
});

describe('a line that cannot be read says where to read on', () => {
  test.each<[readonly string[], RegExp]>([
    [['scan'], /missing required argument 'image'\.?\n +fix: `seaworthy scan --help`/],
    [['waive', 'CVE-2026-1234'], /--subject <subject>' not specified\n +fix: `seaworthy waive --help`/],
    [['gate', 'x', '--zzz'], /unknown option '--zzz'\n +fix: `seaworthy gate --help`/],
    [['zzzzzz'], /unknown command 'zzzzzz'\n +fix: `seaworthy --help`/],
    [['scan', 'x', '--platfrom', 'y'], /Did you mean --platform\?\)\n$/],
  ])('%p', async (line, message) => {
    const { code, err } = await openSurroundings().run(...line);
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });
});

test.each(['gate', 'promote', 'verify', 'reach', 'sign'])(
  'the help of %s fits into 80 columns',
  async (name) => {
    const { out } = await openSurroundings().run(name, '--help');
    const options = out.slice(out.indexOf('Options:'), out.indexOf('Examples:'));
    expect(options.split('\n').filter((line) => line.length > 80)).toEqual([]);
  },
);
