// Each fault of GitHub at each call of the built Action: nothing passes that should not, no verdict is lost.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Fault, type GitHubServer, startGitHub } from '../servers/github.ts';
import { openAbreast } from './abreast.ts';
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

interface Struck {
  readonly ended: ActionRun;
  readonly server: GitHubServer;
}

type ChooseFault = (route: string) => Fault | undefined;

const abreast = openAbreast(12);
const servers: GitHubServer[] = [];
/** The Action waits as long as GitHub asks it to: all runs are begun at once, and each test awaits its own. */
const runs = new Map<string, Promise<Struck>>();

function begin(name: string, tag: string, openFaults: () => ChooseFault): void {
  runs.set(
    name,
    abreast.begin(async () => {
      const server = await startGitHub();
      servers.push(server);
      fill(server.state);
      server.failWith(openFaults());
      return { ended: await run(server, tag), server };
    }),
  );
}

async function ended(name: string): Promise<Struck> {
  const struck = await runs.get(name);
  if (struck === undefined) throw new Error(`${name} was not begun`);
  return struck;
}

beforeAll(() => {
  // The longest first.
  for (const [name, fault] of faults)
    begin(`everywhere ${name}`, '1.1', () => (route) => (route === reading ? undefined : fault));
  for (const route of routes)
    for (const [name, fault] of faults)
      begin(`${route} ${name}`, '1.0', () => (called) => (called === route ? fault : undefined));
  begin('once', '1.0', () => {
    const seen = new Set<string>();
    return (route) => {
      if (seen.has(route)) return undefined;
      seen.add(route);
      return status(429, { 'retry-after': '1' });
    };
  });
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

const each = faults.map(([name]) => name);

describe.each(routes)('%s', (route) => {
  test.each(each)(
    'with %s a bad image never passes, and its verdict stands wherever it can',
    async (name) => {
      const { ended: action, server } = await ended(`${route} ${name}`);
      const answers = server.calls().filter((call) => call.route === route);
      expect(answers.length).toBeGreaterThan(0);
      expect(answers.every((call) => call.status === 0 || call.status >= 400)).toBe(true);
      expect(action.log).not.toContain('a mistake in seaworthy');
      // A file that is not there is an answer: the base then has no policy of its own.
      const lost = route === reading && name !== '404';
      expect([action.code, action.outputs.get('passed')]).toEqual([lost ? 3 : 1, 'false']);
      if (lost) {
        expect(shown(server)).toBe(0);
        expect(action.outputs.get('verdict')).toBe('incomplete');
        return;
      }
      expect(verdictOf(action)).toBe('fail');
      expect(shown(server)).toBeGreaterThanOrEqual(3);
      expect(server.state.checks.every((one) => one.conclusion === 'failure')).toBe(true);
      expect(server.state.statuses.every((one) => one.state === 'failure')).toBe(true);
      if (route !== reading) expect(action.log).toMatch(/not shown: GitHub did not/);
    },
  );
});

test.each(each)('with %s at every surface at once a good image passes all the same', async (name) => {
  const { ended: action, server } = await ended(`everywhere ${name}`);
  expect([action.code, action.outputs.get('passed')]).toEqual([0, 'true']);
  expect(verdictOf(action)).toBe('pass');
  expect(shown(server)).toBe(0);
  expect(action.log.match(/not shown: GitHub did not/g)?.length).toBeGreaterThanOrEqual(3);
});

test('a fault that goes away costs nothing but time', async () => {
  const { ended: action, server } = await ended('once');
  expect(action.code).toBe(1);
  expect(shown(server)).toBe(4);
  expect(server.state.comments).toHaveLength(1);
});
