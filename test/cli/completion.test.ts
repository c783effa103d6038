// The completion scripts are understood by the shells they are for.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { commands } from '../../src/cli/commands.ts';
import { openSurroundings } from './surroundings.ts';

const surroundings = openSurroundings();

/** What bash offers after the words, the last of which is being typed. */
async function complete(...words: readonly string[]): Promise<readonly string[]> {
  const script = join(surroundings.directory, 'completion.bash');
  writeFileSync(script, (await surroundings.run('completion', 'bash')).out);
  const line = ['seaworthy', ...words];
  const done = spawnSync(
    'bash',
    [
      '--norc',
      '-c',
      `source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _seaworthy; printf '%s\\n' "\${COMPREPLY[@]}"`,
      script,
      ...line,
    ],
    { encoding: 'utf8' },
  );
  expect(done.stderr).toBe('');
  return done.stdout.split('\n').filter((word) => word !== '');
}

describe('in bash', () => {
  test.each([
    [['sc'], ['scan']],
    [
      ['db', ''],
      ['--help', 'status', 'update'],
    ],
    [['db', 'update', '--f'], ['--from']],
    [['gate', 'oci:x', '--pol'], ['--policy']],
    [['policy', 'c'], ['check']],
    [['gate', 'oci:x', '--format', 'cyc'], ['cyclonedx']],
    [
      ['completion', ''],
      ['--help', 'bash', 'fish', 'zsh'],
    ],
  ])('%j offers %j', async (words, offered) => {
    expect(await complete(...words)).toEqual(offered);
  });

  test('every command is offered', async () => {
    expect(await complete('')).toEqual(expect.arrayContaining(commands.map(({ name }) => name)));
  });
});

test.each(['bash', 'zsh', 'fish'])('the script for %s is one that its shell can read', async (shell) => {
  const { code, out } = await surroundings.run('completion', shell);
  expect(code).toBe(0);
  for (const { name } of commands) expect(out).toContain(name);
  if (spawnSync('which', [shell]).status !== 0) return;
  const file = join(surroundings.directory, `completion.${shell}`);
  writeFileSync(file, out);
  const done = spawnSync(shell, ['-n', file], { encoding: 'utf8' });
  expect(done.stderr).toBe('');
  expect(done.status).toBe(0);
});
