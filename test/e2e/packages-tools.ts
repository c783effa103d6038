// Real tools that the oracles of package formats ask; a missing one fails under CI and is skipped elsewhere.
import { spawnSync } from 'node:child_process';
import { test } from '@jest/globals';

/** `test`, or `test.skip` where a tool is missing outside CI. */
export function testWith(...tools: readonly string[]): typeof test | typeof test.skip {
  const missing = tools.filter((tool) => spawnSync('which', [tool]).status !== 0);
  if (missing.length === 0) return test;
  if (process.env.CI !== undefined) throw new Error(`install ${missing.join(', ')} for this suite`);
  return test.skip;
}

/** Standard output of a command that must succeed. */
export function run(command: string, args: readonly string[], cwd?: string): string {
  const done = spawnSync(command, [...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    ...(cwd ? { cwd } : {}),
  });
  if (done.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${done.stderr}`);
  return done.stdout;
}
