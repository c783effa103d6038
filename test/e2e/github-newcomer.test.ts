// The first pull request of a newcomer: what `init` wrote, run by the built Action, is green and says what would have failed.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import type { GitHubServer } from '../servers/github.ts';
import { serveGitHub } from '../servers/serve-github.ts';
import { dist } from './built.ts';
import { cases } from './github-events.ts';
import { type ActionRun, runBuiltActionBeside } from './runner.ts';

const sample = resolve(import.meta.dirname, '../../examples/quickstart');
const workflow = '.github/workflows/seaworthy.yaml';
const [own] = cases;

let server: GitHubServer;
serveGitHub((one) => {
  server = one;
});

/** A checkout in which a newcomer ran `init` for a bad image. */
function newcomer(): string {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-newcomer-'));
  const args = ['init', '--image', `oci:${sample}/image:1.0`, '--action', `acme/seaworthy@${'a'.repeat(40)}`];
  const done = spawnSync(process.execPath, [join(dist, 'cli/main.js'), ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect({ code: done.status, err: done.stderr }).toMatchObject({ code: 0 });
  expect(done.stdout).toContain('the policy only observes');
  return folder;
}

/** Runs the workflow's own step. */
function run(folder: string): Promise<ActionRun> {
  if (own === undefined) throw new Error('no pull request among the cases');
  const text = readFileSync(join(folder, workflow), 'utf8');
  expect(text.trim().split('\n').length).toBeLessThanOrEqual(10);
  const [, step] = parse(text).jobs.gate.steps;
  return runBuiltActionBeside({
    inputs: {
      token: 'test-token',
      ...step.with,
      advisories: join(sample, 'advisories'),
      'as-of': '2026-10-22',
    },
    event: own.event,
    workspace: folder,
    environment: {
      ...own.environment,
      GITHUB_API_URL: server.url,
      GITHUB_WORKFLOW_REF: `${own.environment.GITHUB_REPOSITORY}/${workflow}@refs/pull/2/merge`,
    },
  });
}

test('green, one comment, what would have failed and the line to change', async () => {
  const ended = await run(newcomer());
  expect({ code: ended.code, log: ended.code === 0 ? '' : ended.log }).toEqual({ code: 0, log: '' });
  expect(ended.outputs.get('passed')).toBe('true');
  expect(server.state.checks.map((one) => one.conclusion)).toEqual(['success']);
  expect(server.state.comments).toHaveLength(1);
  const body = server.state.comments[0]?.body ?? '';
  expect(body).toMatch(
    /Observing only: with `[^`]*consider: introduced[^`]*` the merge would be \*\*fail\*\*/,
  );
  expect(body).toContain('What to do first');
  // The next push updates the same comment.
  await run(newcomer());
  expect(server.state.comments).toHaveLength(1);
});

test('a policy file that is lost afterwards opens no door: defaults gate', async () => {
  const folder = newcomer();
  server.state.files.set(workflow, readFileSync(join(folder, workflow), 'utf8'));
  rmSync(join(folder, '.github/seaworthy.yaml'));
  const ended = await run(folder);
  expect(ended.code).toBe(1);
  expect(ended.outputs.get('passed')).toBe('false');
  expect(server.state.checks.map((one) => one.conclusion)).toEqual(['failure']);
});
