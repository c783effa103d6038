// Every event × both kinds of GitHub × every outcome, through the built Action: the same verdict on the right surfaces.
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { renderJson } from '../../src/report/result-json.ts';
import { manyFindings } from '../github/publishing.ts';
import { readMarkdown, readSarif } from '../report/reading-back.ts';
import { type GitHubServer, startGitHub } from '../servers/github.ts';
import { openAbreast } from './abreast.ts';
import { type Case, cases, fill, policy } from './github-events.ts';
import { type ActionRun, runBuiltActionBeside } from './runner.ts';

const sample = resolve(import.meta.dirname, '../../examples/quickstart');
const folder = mkdtempSync(join(tmpdir(), 'seaworthy-matrix-'));
const large = join(folder, 'stack.json');
const judged = { advisories: join(sample, 'advisories'), 'as-of': '2026-10-22' };
const good = { image: `oci:${sample}/image:1.1`, ...judged };

const outcomes = [
  { name: 'pass', inputs: good, code: 0, merge: 'pass' },
  { name: 'fail', inputs: { ...good, image: `oci:${sample}/image:1.0` }, code: 1, merge: 'fail' },
  { name: 'incomplete', inputs: { ...good, 'as-of': '2026-10-27' }, code: 1, merge: 'incomplete' },
  { name: 'outside failure', inputs: { ...good, image: '127.0.0.1:1/app:1' }, code: 3, merge: undefined },
  { name: 'oversize', inputs: { ...good, 'stack-report': large }, code: 1, merge: 'fail' },
] as const;
type Outcome = (typeof outcomes)[number];

const hosts = ['dotcom', 'ghes'] as const;
type Host = (typeof hosts)[number];

/** A registry that does not answer is waited for: all cells are begun at once, and each test awaits its own. */
const abreast = openAbreast(6);
const servers: GitHubServer[] = [];
const runs = new Map<string, Promise<Cell>>();

interface Cell {
  readonly server: GitHubServer;
  readonly ended: ActionRun;
}

const keyOf = (one: Case, host: Host, { name }: Outcome): string => `${one.name} ${host} ${name}`;

beforeAll(() => {
  const stack = { source: 'deploy', resources: 1, coverage: { seen: 1, opaque: [], percent: 100 } };
  const { grade, images, ...many } = manyFindings(3000);
  writeFileSync(large, renderJson({ ...many, gate: 'stack', images: [], stack }));
  const begin = (one: Case, host: Host, outcome: Outcome): void => {
    runs.set(
      keyOf(one, host, outcome),
      abreast.begin(async () => {
        const server = await startGitHub(host);
        servers.push(server);
        return { server, ended: await run(server, host, one, outcome) };
      }),
    );
  };
  // Those that wait longest come first; what publishes needs what a gate left behind, and comes last.
  const [gates, publishing] = [cases.filter(gating), cases.filter((one) => !gating(one))];
  for (const one of [...gates, ...publishing])
    for (const outcome of outcomes.toSorted(
      (a, b) => Number(a.merge !== undefined) - Number(b.merge !== undefined),
    ))
      for (const host of hosts) begin(one, host, outcome);
});
afterAll(async () => {
  for (const server of servers) await server.stop();
});

function gating({ mode }: Case): boolean {
  return mode === 'gate';
}

/** The result of the pull request's own gate; a file that never was written where it ended without a verdict. */
async function verdictFor(host: Host, outcome: Outcome): Promise<string> {
  const [own] = cases;
  const gate = own === undefined ? undefined : await runs.get(keyOf(own, host, outcome));
  const report = gate?.ended.outputs.get('report');
  return gate === undefined || report === undefined
    ? join(folder, 'none.json')
    : join(gate.ended.workspace, report);
}

async function run(server: GitHubServer, host: Host, one: Case, outcome: Outcome): Promise<ActionRun> {
  fill(server.state);
  if (one.token === 'read')
    server.failWith((route) => (route.startsWith('GET') ? undefined : { kind: 'status', status: 403 }));
  const workspace = mkdtempSync(join(folder, 'checkout-'));
  writeFileSync(join(workspace, 'seaworthy.yaml'), policy);
  return runBuiltActionBeside({
    inputs: {
      token: 'test-token',
      surfaces: 'check,comment,status,sarif',
      ...(gating(one) ? outcome.inputs : { mode: 'publish', verdict: await verdictFor(host, outcome) }),
    },
    event: one.event,
    workspace,
    environment: { ...one.environment, GITHUB_API_URL: server.url },
  });
}

function check(server: GitHubServer, one: Case, outcome: Outcome, ended: ActionRun): void {
  expect(server.complaints()).toEqual([]);
  expect(server.calls().length).toBeLessThanOrEqual(15);
  // A verdict file that never was written cannot be published.
  const code = outcome.merge === undefined && one.mode === 'publish' ? 2 : outcome.code;
  expect({ code: ended.code, log: code === ended.code ? '' : ended.log }).toEqual({ code, log: '' });
  expect(ended.outputs.get('passed')).toBe(String(outcome.merge === 'pass'));
  const { checks, comments, statuses, sarifs } = server.state;
  if (outcome.merge === undefined) {
    expect(checks.length + comments.length + statuses.length + sarifs.length).toBe(0);
    expect(ended.outputs.get('verdict')).toBe('incomplete');
    return;
  }
  expect(ended.outputs.get('verdict')).toBe(outcome.merge);
  const report = join(ended.workspace, ended.outputs.get('report') ?? '');
  const result = JSON.parse(readFileSync(report, 'utf8'));
  expect(result.verdict.merge).toBe(outcome.merge);
  expect(readMarkdown(ended.summary).merge).toBe(outcome.merge);
  const local = readSarif(readFileSync(join(ended.workspace, ended.outputs.get('sarif') ?? ''), 'utf8'));
  expect(local.merge).toBe(outcome.merge);
  expect(checks.map((done) => [done.head_sha, done.conclusion])).toEqual(
    one.shows.check ? [[one.sha, outcome.merge === 'pass' ? 'success' : 'failure']] : [],
  );
  for (const done of checks) expect(readMarkdown(done.summaries[0] ?? '').merge).toBe(outcome.merge);
  expect(statuses.length).toBe(checks.length);
  for (const { text } of sarifs) expect(readSarif(text)).toEqual(local);
  expect(comments.length).toBe(one.shows.comment && outcome.merge !== 'pass' ? 1 : 0);
  for (const { body } of comments) expect(readMarkdown(body).merge).toBe(outcome.merge);
  if (one.token === 'read') expect(ended.log).toMatch(/fork|permissions: \{ checks: write \}/);
}

describe.each(cases)('$name', (one) => {
  describe.each(hosts)('on %s', (host) => {
    test.each(outcomes)('$name', async (outcome) => {
      const cell = await runs.get(keyOf(one, host, outcome));
      if (cell === undefined) throw new Error('this cell was not begun');
      check(cell.server, one, outcome, cell.ended);
    });
  });
});

test.each(['pull_request_target', 'workflow_run'])(
  '%s with the change checked out is refused',
  async (name) => {
    const one = cases.find((known) => known.name === name);
    const server = await startGitHub();
    servers.push(server);
    if (one === undefined) throw new Error('no such case');
    const workspace = mkdtempSync(join(tmpdir(), 'seaworthy-untrusted-'));
    mkdirSync(join(workspace, '.git'));
    writeFileSync(join(workspace, '.git/HEAD'), `${one.sha}\n`);
    const ended = await runBuiltActionBeside({
      inputs: { token: 'test-token', ...good },
      event: one.event,
      workspace,
      environment: { ...one.environment, GITHUB_API_URL: server.url },
    });
    expect(ended.code).toBe(2);
    expect(ended.outputs.get('passed')).toBe('false');
    expect(server.calls()).toEqual([]);
  },
);
