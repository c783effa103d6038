// Each fault of GitHub at each call of the built Action: nothing passes that should not, no verdict is lost.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Fault, type GitHubServer, startGitHub } from '../servers/github.ts';
import { cases, fill, policy } from './github-events.ts';
import { type ActionRun, runBuiltActionBeside } from './runner.ts';

const sample = resolve(import.meta.dirname, '../../examples/quickstart');
const judged = { advisories: join(sample, 'advisories'), 'as-of': '2026-10-22' };
const folder = mkdtempSync(join(tmpdir(), 'seaworthy-faults-'));
const [own] = cases;

const status = (code: number, headers: Record<string, string> = {}): Fault => ({
  kind: 'status',
  status: code,
  headers,
});
const faults: readonly (readonly [string, Fault])[] = [
  ['403', status(403)],
  ['404', status(404)],
  ['409', status(409)],
  ['422', status(422)],
  ['429 with Retry-After', status(429, { 'retry-after': '1' })],
  ['500', status(500)],
  ['503', status(503)],
  ['a cut connection', { kind: 'cut' }],
];

const reading = 'GET /repos/{owner}/{repo}/contents/{path}';
/** Every call of a run with all surfaces. */
const routes = [
  reading,
  'POST /repos/{owner}/{repo}/check-runs',
  'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
  'POST /repos/{owner}/{repo}/statuses/{sha}',
  'POST /repos/{owner}/{repo}/code-scanning/sarifs',
] as const;

const servers: GitHubServer[] = [];
beforeAll(async () => {
  for (const _ of faults) servers.push(await startGitHub());
});
afterAll(async () => {
  for (const server of servers) await server.stop();
});

function run(server: GitHubServer, tag: string): Promise<ActionRun> {
  if (own === undefined) throw new Error('no pull request among the cases');
  const workspace = mkdtempSync(join(folder, 'checkout-'));
  writeFileSync(join(workspace, 'seaworthy.yaml'), policy);
  return runBuiltActionBeside({
    inputs: {
      token: 'test-token',
      surfaces: 'check,comment,status,sarif',
      image: `oci:${sample}/image:${tag}`,
      ...judged,
    },
    event: own.event,
    workspace,
    environment: { ...own.environment, GITHUB_API_URL: server.url },
  });
}

/** Surfaces that show something. */
function shown({ state: { checks, comments, statuses, sarifs } }: GitHubServer): number {
  return [checks, comments, statuses, sarifs].filter((list) => list.length > 0).length;
}

function verdictOf({ workspace, outputs }: ActionRun): unknown {
  return JSON.parse(readFileSync(join(workspace, outputs.get('report') ?? ''), 'utf8')).verdict.merge;
}

async function strike(server: GitHubServer, route: string, fault: Fault, tag: string): Promise<ActionRun> {
  server.reset();
  fill(server.state);
  let struck = 0;
  server.failWith((called) => {
    if (called !== route) return undefined;
    struck += 1;
    return fault;
  });
  const ended = await run(server, tag);
  expect(struck).toBeGreaterThan(0);
  expect(ended.log).not.toContain('a mistake in seaworthy');
  return ended;
}

describe.each(routes)('%s', (route) => {
  test('a bad image never passes, and its verdict stands wherever it can', async () => {
    await Promise.all(
      faults.map(async ([name, fault], index) => {
        const server = servers[index];
        if (server === undefined) throw new Error('one server a fault');
        const ended = await strike(server, route, fault, '1.0');
        const told = { name, code: ended.code, passed: ended.outputs.get('passed') };
        // A file that is not there is an answer: the base then has no policy of its own.
        const lost = route === reading && name !== '404';
        expect(told).toEqual({ name, code: lost ? 3 : 1, passed: 'false' });
        if (lost) {
          expect(shown(server)).toBe(0);
          expect(ended.outputs.get('verdict')).toBe('incomplete');
          return;
        }
        expect(verdictOf(ended)).toBe('fail');
        expect(shown(server)).toBeGreaterThanOrEqual(3);
        expect(server.state.checks.every((one) => one.conclusion === 'failure')).toBe(true);
        expect(server.state.statuses.every((one) => one.state === 'failure')).toBe(true);
        if (route !== reading) expect(ended.log).toMatch(/not shown: GitHub did not/);
      }),
    );
  });
});

test('at every surface at once: a good image passes all the same', async () => {
  await Promise.all(
    faults.map(async ([name, fault], index) => {
      const server = servers[index];
      if (server === undefined) throw new Error('one server a fault');
      server.reset();
      fill(server.state);
      server.failWith((route) => (route === reading ? undefined : fault));
      const ended = await run(server, '1.1');
      const told = { name, code: ended.code, passed: ended.outputs.get('passed') };
      expect(told).toEqual({ name, code: 0, passed: 'true' });
      expect(verdictOf(ended)).toBe('pass');
      expect(shown(server)).toBe(0);
      expect(ended.log.match(/not shown: GitHub did not/g)?.length).toBeGreaterThanOrEqual(3);
    }),
  );
});

test('a fault that goes away costs nothing but time', async () => {
  const [server] = servers;
  if (server === undefined) throw new Error('no server');
  server.reset();
  fill(server.state);
  const seen = new Set<string>();
  server.failWith((route) => {
    if (seen.has(route)) return undefined;
    seen.add(route);
    return status(429, { 'retry-after': '1' });
  });
  const ended = await run(server, '1.0');
  expect(ended.code).toBe(1);
  expect(shown(server)).toBe(4);
  expect(server.state.comments).toHaveLength(1);
});
