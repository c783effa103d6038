// What the policy does with what inspectors find: rules, owners, trust.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { debianFiles, writeSmallImage } from '../cli/small-image.ts';
import { openSurroundings } from '../cli/surroundings.ts';
import { plantedSecrets } from './planted-secrets.ts';

const token = plantedSecrets.find(({ kind }) => kind === 'github-token')?.body ?? '';

async function gate(policy: string) {
  const surroundings = openSurroundings();
  writeFileSync(join(surroundings.directory, 'seaworthy.yaml'), `version: 1\n${policy}`);
  const reference = writeSmallImage(join(surroundings.directory, 'image'), debianFiles({ bash: '5' }), {
    'srv/token': token,
  });
  const ended = await surroundings.run('gate', reference, '--advisories', 'none', '--format', 'json');
  if (ended.code === 2) return { code: 2, finding: undefined, err: ended.err };
  const result: { findings: { rule: string; treatment: string; judgedBy: string; owner?: string }[] } =
    JSON.parse(ended.out);
  return {
    code: ended.code,
    finding: result.findings.find(({ rule }) => rule === 'secrets/github-token'),
    err: ended.err,
  };
}

describe('the policy on what is found in an image', () => {
  test('a secret blocks by the rule’s default', async () => {
    expect((await gate('')).finding).toMatchObject({
      treatment: 'block',
      judgedBy: "the rule's default: block",
    });
  });

  test.each([
    ['secrets/github-token: warn', 'warn'],
    ['secrets/github-token: off', 'off'],
  ])('%s is obeyed', async (line, treatment) => {
    expect((await gate(`images:\n  rules:\n    ${line}\n`)).finding).toMatchObject({ treatment });
  });

  test('an area that is off is not looked for at all', async () => {
    expect((await gate('images:\n  rules:\n    secrets/*: off\n')).finding).toBeUndefined();
  });

  test('a rule that does not exist is an error with a suggestion', async () => {
    const { code, err } = await gate('images:\n  rules:\n    secrets/github-tokens: warn\n');
    expect(code).toBe(2);
    expect(err).toContain('secrets/github-token`');
  });

  test('a finding carries the team that owns its layer', async () => {
    const { finding } = await gate(
      'images:\n  owners:\n    - { layers: base, team: "@acme/platform" }\n    - { layers: app, team: "@acme/web" }\n',
    );
    expect(finding?.owner).toBe('@acme/web');
  });
});
