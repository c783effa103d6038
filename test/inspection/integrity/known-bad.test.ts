// Files on the user's list of bad digests are found in every layer.
import { hash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { writeSmallImage } from '../../cli/small-image.ts';
import { openSurroundings } from '../../cli/surroundings.ts';

const body = 'a miner of coins';

async function gate(list: string | undefined, policy?: string) {
  const surroundings = openSurroundings();
  if (list !== undefined) writeFileSync(join(surroundings.directory, 'bad.txt'), list);
  if (policy !== undefined) writeFileSync(join(surroundings.directory, 'seaworthy.yaml'), policy);
  const layers = [{ 'srv/miner': body, 'srv/good': 'good' }, { 'srv/.wh.miner': '' }];
  const reference = writeSmallImage(join(surroundings.directory, 'image'), ...layers);
  const ended = await surroundings.run(
    'gate',
    reference,
    '--advisories',
    'none',
    '--format',
    'json',
    ...(list === undefined ? [] : ['--known-bad', 'bad.txt']),
  );
  if (ended.code > 1) return { ...ended, found: [] };
  const result: { findings: { rule: string; subject: string; treatment: string; message: string }[] } =
    JSON.parse(ended.out);
  return { ...ended, found: result.findings.filter(({ rule }) => rule === 'integrity/known-bad-file') };
}

describe('--known-bad', () => {
  test.each(['md5', 'sha1', 'sha256', 'sha512'])(
    'a deleted file is found by its %s, and blocks',
    async (name) => {
      const { found } = await gate(`# bad\n${hash(name, body, 'hex').toUpperCase()}  miner\n`);
      expect(found).toMatchObject([{ subject: '/srv/miner', treatment: 'block' }]);
      expect(found[0]?.message).toContain('a later layer hides it');
    },
  );

  test('other files and an empty list are no finding', async () => {
    expect((await gate(hash('sha256', 'other', 'hex'))).found).toEqual([]);
    expect((await gate('')).found).toEqual([]);
  });

  test('a line that is no digest is named', async () => {
    const { code, err } = await gate('\nabc\n');
    expect(code).toBe(2);
    expect(err).toContain('bad.txt:2');
  });
});

describe('images.knownBad', () => {
  const policy = (...digests: readonly string[]): string =>
    `version: 1\nimages:\n  knownBad: [${digests.map((one) => `"${one}"`).join(', ')}]\n`;

  test.each(['', 'sha256:'])('a file is found by a digest of the policy, written %s…', async (name) => {
    const { found } = await gate(undefined, policy(`${name}${hash('sha256', body, 'hex').toUpperCase()}`));
    expect(found).toMatchObject([{ subject: '/srv/miner', treatment: 'block' }]);
  });

  test('the list and the policy are one', async () => {
    const other = hash('sha1', 'good', 'hex');
    const { found } = await gate(hash('sha256', body, 'hex'), policy(other));
    expect(found.map(({ subject }) => subject).sort()).toEqual(['/srv/good', '/srv/miner']);
  });

  test('what is no digest is an error with its line', async () => {
    const { code, err } = await gate(undefined, policy('miner'));
    expect(code).toBe(2);
    expect(err).toMatch(/seaworthy\.yaml:3.*knownBad/s);
  });
});
