// Strange input at the command line: named as what it is, with what to do, and never a hang or a bug.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { writeAdvisories } from './advisory-folder.ts';
import { debianFiles, writeSmallImage } from './small-image.ts';
import { openSurroundings } from './surroundings.ts';

const old = [
  { ecosystem: 'Debian:12', name: 'zlib', id: 'DEBIAN-CVE-2026-1', fixed: '1:1.4' },
  { ecosystem: 'npm', name: 'x', id: 'GHSA-1', fixed: '2.0.0' },
];

function prepare(variables: Readonly<Record<string, string>> = {}) {
  const { directory, run } = openSurroundings({ variables });
  const image = writeSmallImage(join(directory, 'image'), debianFiles({ zlib: '1:1.3' }));
  const known = writeAdvisories(join(directory, 'advisories'), old);
  const scan = (...more: readonly string[]) =>
    run('scan', image, '--advisories', known, '--as-of', '2026-10-22', ...more);
  return { directory, run, image, known, scan };
}

describe('advisories that are none end with 2', () => {
  test.each<[string, string, string | Buffer | undefined, RegExp]>([
    ['a text file', 'passwd', 'root:x:0:0', /passwd is no zip of OSV advisories/],
    ['a folder of other things', 'folder', undefined, /folder holds no OSV advisories/],
    ['a broken zip', 'Debian.zip', 'PK\u0003\u0004broken', /Debian\.zip cannot be read/],
    ['a zip of no ecosystem', 'mine.zip', 'PK\u0003\u0004broken', /does not say which ecosystem/],
  ])('%s', async (_, name, content, message) => {
    const { directory, run, image } = prepare();
    const path = join(directory, name);
    if (content === undefined) {
      mkdirSync(join(path, 'settings'), { recursive: true });
      writeFileSync(join(path, 'settings/a.json'), '{"theme":"dark"}');
    } else writeFileSync(path, content);
    for (const line of [
      ['gate', image, '--advisories', path],
      ['db', 'update', '--from', path],
    ]) {
      const { code, err } = await run(...line);
      expect(err).toMatch(message);
      expect(err).toMatch(/fix: \S/);
      expect(code).toBe(2);
    }
  });
});

describe('a store from a dump', () => {
  test('holds the ecosystems that were asked for, and says when it is stale', async () => {
    const { run, known } = prepare();
    const { code, out } = await run('db', 'update', '--from', known, '--ecosystem', 'NPM');
    expect(code).toBe(0);
    expect(out).toMatch(/npm +1 advisories/);
    expect(out).not.toMatch(/Debian/);
    const later = openSurroundings({ now: '2026-10-30T00:00:00Z' });
    const store = join(later.directory, 'store');
    await later.run('db', 'update', '--from', known, '--store', store);
    const status = await later.run('db', 'status', '--store', store);
    expect(status.out).toMatch(/STALE.*db update/);
    expect(status.code).toBe(1);
  });

  test.each([
    ['one that the dump lacks', 'PyPI', /no advisories of PyPI/],
    ['one that OSV does not have', 'Debain', /Did you mean Debian/],
  ])('is refused for %s', async (_, ecosystem, message) => {
    const { run, known } = prepare();
    const { code, err } = await run('db', 'update', '--from', known, '--ecosystem', ecosystem);
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });
});

describe('a home that cannot be written', () => {
  test.each(['/proc/seaworthy', '/dev/null'])(
    'at %s is said once, and the image is scanned',
    async (home) => {
      const { scan } = prepare({ SEAWORTHY_HOME: home });
      const { code, err, out } = await scan('--quiet');
      expect(err.match(/warning|cannot be written/g)).toHaveLength(1);
      expect(err).toContain('SEAWORTHY_HOME');
      expect(out).toMatch(/SCANNED/);
      expect(code).toBe(0);
    },
  );

  test('keeps no gate that passed, and the gate ends all the same', async () => {
    const { directory, run, image, known } = prepare({ SEAWORTHY_HOME: '/proc/seaworthy' });
    const policy = join(directory, 'seaworthy.yaml');
    const hidden = 'hardening/*: off, origin/*: off, integrity/*: off';
    writeFileSync(policy, `version: 1\nimages:\n  grade: { minimum: F }\n  rules: { ${hidden} }\n`);
    const asked = ['--advisories', known, '--as-of', '2026-10-22', '--policy', policy, '--format', 'json'];
    const { code, out } = await run('gate', image, ...asked);
    expect(JSON.parse(out).verdict).toMatchObject({ merge: 'pass', certificate: 'pass' });
    expect(code).toBe(0);
  });

  test('makes an update end with 3, and what to do', async () => {
    const { run, known } = prepare({ SEAWORTHY_HOME: '/proc/seaworthy' });
    const { code, err } = await run('db', 'update', '--from', known);
    expect(err).toMatch(/store .* cannot be written[\s\S]*fix: .*--store/);
    expect(code).toBe(3);
  });
});

test('a trusted root that the policy names for signers of bases is read, or the run ends', async () => {
  const { directory, run, image } = prepare();
  const policy = join(directory, 'seaworthy.yaml');
  const signer = '{ subject: "https://ci.example/build", issuer: "https://issuer.example" }';
  const trust = `{ trustedRoot: nowhere.json, bases: [{ match: "*", signedBy: ${signer} }] }`;
  writeFileSync(policy, `version: 1\nimages: { trust: ${trust} }\n`);
  const { code, err } = await run('gate', image, '--advisories', 'none', '--policy', policy);
  expect(err).toMatch(/nowhere\.json cannot be read/);
  expect(code).toBe(2);
});

test('the same image named twice is judged once', async () => {
  const { scan, image } = prepare();
  const { out } = await scan(image, '--quiet');
  expect(out.match(/SCANNED/g)).toHaveLength(1);
});

test('an explanation goes to the file that was asked for', async () => {
  const { directory, scan } = prepare();
  const { out } = await scan('--explain', 'DEBIAN-CVE-2026-1', '--output', 'why.txt');
  expect(out).toBe('Wrote why.txt\n');
  expect(existsSync(join(directory, 'why.txt'))).toBe(true);
  expect(readFileSync(join(directory, 'why.txt'), 'utf8')).toContain('zlib');
});

describe('a path where an image belongs', () => {
  test('is answered by the forms that read it, a folder never by those of a tar', async () => {
    const { directory, run, known } = prepare();
    const before = process.cwd();
    process.chdir(directory);
    writeFileSync('app.tar', '');
    try {
      const gate = async (path: string) => (await run('gate', path, '--advisories', known)).err;
      expect(await gate('image')).toContain('the folder here is oci:image.');
      expect(await gate('app.tar')).toContain(
        'the file here is oci-archive:app.tar or docker-archive:app.tar.',
      );
      expect(await gate('./image')).toMatch(
        /"\.\/image" names no image: it is a path\n +fix: .*oci:\.\/image/,
      );
    } finally {
      process.chdir(before);
    }
  });
});

describe('a stack', () => {
  const policy = 'version: 1\nstack: { coverage: { minimum: 50 } }\n';
  const space = (name: string, kind: string) =>
    `apiVersion: v1\nkind: ${kind}\nmetadata: { name: ${name} }\n`;

  test('of which something was not seen says so also where it passes', async () => {
    const { directory, run } = prepare();
    mkdirSync(join(directory, 'deploy'));
    writeFileSync(join(directory, 'policy.yaml'), policy);
    const text = `${space('a', 'ConfigMap')}---\n${space('b', 'Confgmap')}`;
    writeFileSync(join(directory, 'deploy/a.yaml'), text);
    const path = join(directory, 'deploy');
    const { code, out } = await run('stack', path, '--policy', join(directory, 'policy.yaml'));
    expect([code, out]).toEqual([0, expect.stringMatching(/not seen: .*a\.yaml \(v1 has no kind Confgmap/)]);
  });

  test('of which a finding has a line and no field names the line and nothing after it', async () => {
    const { directory, run } = prepare();
    const path = join(directory, 'open.yaml');
    const meta = 'metadata: { name: web, labels: { app: web } }';
    writeFileSync(
      path,
      `apiVersion: v1\nkind: Pod\n${meta}\nspec: { containers: [{ name: a, image: a }] }\n---\n` +
        'apiVersion: v1\nkind: Service\nmetadata: { name: web }\n' +
        'spec: { type: LoadBalancer, selector: { app: web }, ports: [{ port: 80 }] }\n',
    );
    const { out } = await run('stack', path, '--explain', 'network/exposure');
    expect(out).toMatch(/where +\S*open\.yaml:1\n/);
  });
});
