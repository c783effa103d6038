// `seaworthy policy check`: mistakes are named by file, line and column, and what is in force is shown.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openSurroundings } from './surroundings.ts';

const waiver = 'rule: CVE-2026-1, subject: "pkg:deb/debian/openssl", reason: r, owner: o';

describe('policy check', () => {
  test.each([
    ['images:\n  considr: all\n', 'seaworthy.yaml:3:3', 'consider'],
    ['images:\n  consider: everything\n', 'seaworthy.yaml:3:13', 'introduced'],
    ['images:\n  grade:\n    minimum: G\n', 'seaworthy.yaml:4:', 'A'],
    ['images: [\n', 'seaworthy.yaml:', 'fix:'],
    [`waivers:\n  - { ${waiver} }\n`, 'seaworthy.yaml:3:', 'expires'],
    [`waivers:\n  - { ${waiver}, expires: 2026-10-01 }\n`, 'seaworthy.yaml:3:', '2026-10-01'],
    ['a: &a [1]\nb: *a\n', 'seaworthy.yaml:', 'fix:'],
  ])('of %j says where and what to do', async (text, place, advice) => {
    const { directory, run } = openSurroundings();
    writeFileSync(join(directory, 'seaworthy.yaml'), `version: 1\n${text}`);
    const { code, err } = await run('policy', 'check');
    expect(err).toContain(place);
    expect(err).toContain(advice);
    expect(code).toBe(2);
  });

  test('suggests the key that was meant', async () => {
    const { directory, run } = openSurroundings();
    writeFileSync(join(directory, 'seaworthy.yaml'), 'version: 1\nimages: { considr: all }\n');
    expect((await run('policy', 'check')).err).toMatch(/did you mean .?consider/i);
  });

  test('prints what is in force and its digest, with and without a file', async () => {
    const { directory, run } = openSurroundings();
    const defaults = await run('policy', 'check');
    expect(defaults.code).toBe(0);
    expect(defaults.out).toContain('No policy file: these defaults gate.');
    expect(defaults.out).toMatch(/digest sha256:[0-9a-f]{64}/);
    writeFileSync(join(directory, 'mine.yaml'), 'version: 1\nimages: { grade: { minimum: A } }\n');
    const mine = await run('policy', 'check', 'mine.yaml');
    expect(mine.out).toContain('mine.yaml is right');
    expect(mine.out).toContain('minimum: A');
    expect(digestOf(mine.out)).not.toBe(digestOf(defaults.out));
    expect((await run('policy', 'check', 'absent.yaml')).code).toBe(2);
  });
});

function digestOf(text: string): string | undefined {
  return /digest (sha256:\S+)/.exec(text)?.[1];
}
