// Every event × both kinds of GitHub × every outcome, through the built Action: the same verdict on the right surfaces.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { renderJson } from '../../src/report/result-json.ts';
import { manyFindings } from '../github/publishing.ts';
import { readMarkdown, readSarif } from '../report/reading-back.ts';
import { type GitHubServer, startGitHub } from '../servers/github.ts';
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

let servers: readonly GitHubServer[] = [];
/** Verdict files that gates left behind, by outcome. */
const verdicts = new Map<string, string>();

beforeAll(async () => {
  const stack = { source: 'deploy', resources: 1, coverage: { seen: 1, opaque: [], percent: 100 } };
  const { grade, images, ...many } = manyFindings(3000);
  writeFileSync(large, renderJson({ ...many, gate: 'stack', images: [], stack }));
  servers = [await startGitHub('dotcom'), await startGitHub('ghes')];
});
afterAll(async () => {
  for (const server of servers) await server.stop();
});

function run(server: GitHubServer, one: Case, { name, inputs }: Outcome): Promise<ActionRun> {
  server.reset();
  fill(server.state);
  if (one.token === 'read')
    server.failWith((route) => (route.startsWith('GET') ? undefined : { kind: 'status', status: 403 }));
  const workspace = mkdtempSync(join(folder, 'checkout-'));
  writeFileSync(join(workspace, 'seaworthy.yaml'), policy);
  const publish = { mode: 'publish', verdict: verdicts.get(name) ?? join(folder, 'none.json') };
  return runBuiltActionBeside({
    inputs: {
      token: 'test-token',
      surfaces: 'check,comment,status,sarif',
      ...(one.mode === 'publish' ? publish : inputs),
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
  if (one.name === 'pull_request') {
    const kept = join(folder, `${outcome.name}.json`);
    if (!existsSync(kept)) writeFileSync(kept, readFileSync(report));
    verdicts.set(outcome.name, kept);
  }
}

test.each(cases)('$name', async (one) => {
  for (const outcome of outcomes) {
    const runs = await Promise.all(servers.map((server) => run(server, one, outcome)));
    servers.forEach((server, index) => {
      const ended = runs[index];
      if (ended !== undefined) check(server, one, outcome, ended);
    });
  }
});

test.each(['pull_request_target', 'workflow_run'])(
  '%s with the change checked out is refused',
  async (name) => {
    const one = cases.find((known) => known.name === name);
    const [server] = servers;
    if (one === undefined || server === undefined) throw new Error('no such case');
    const workspace = mkdtempSync(join(tmpdir(), 'seaworthy-untrusted-'));
    mkdirSync(join(workspace, '.git'));
    writeFileSync(join(workspace, '.git/HEAD'), `${one.sha}\n`);
    server.reset();
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
