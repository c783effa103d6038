// Files on the user's list of bad digests are found in every layer.
import { hash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { writeSmallImage } from '../../cli/small-image.ts';
import { openSurroundings } from '../../cli/surroundings.ts';

const body = 'a miner of coins';

async function gate(list: string) {
  const surroundings = openSurroundings();
  writeFileSync(join(surroundings.directory, 'bad.txt'), list);
  const layers = [{ 'srv/miner': body, 'srv/good': 'good' }, { 'srv/.wh.miner': '' }];
  const reference = writeSmallImage(join(surroundings.directory, 'image'), ...layers);
  const ended = await surroundings.run(
    'gate',
    reference,
    '--advisories',
    'none',
    '--format',
    'json',
    '--known-bad',
    'bad.txt',
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
