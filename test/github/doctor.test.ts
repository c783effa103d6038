// Each way around a gate is found, and a good gate has none.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { starterWorkflow } from '../../src/gate/starter.ts';
import { auditProtection } from '../../src/github/protection-audit.ts';
import { auditWorkflows } from '../../src/github/workflow-audit.ts';
import { readWorkflow, type WorkflowFile } from '../../src/github/workflow-file.ts';
import { type GitHubServer, startGitHub } from '../servers/github.ts';
import { apiOf } from './publishing.ts';

const good = starterWorkflow(`acme/seaworthy@${'a'.repeat(40)}`, 'r.example/app:1');
const read = (text: string): WorkflowFile => readWorkflow(text, 'gate.yaml');
const kinds = (text: string): readonly string[] =>
  auditWorkflows([read(text)]).map((one) => `${one.kind} ${one.where} ${one.message}`);

test('what init writes has no way around it', () => {
  expect(auditWorkflows([read(good)])).toEqual([]);
});

const step = '      - uses: acme/seaworthy';
const job = '    runs-on: ubuntu-latest';

test.each([
  [
    'an ignored error of the step',
    step,
    `      - continue-on-error: true\n        uses: acme/seaworthy`,
    /^bypass gate.yaml:9 .*continue-on-error/,
  ],
  [
    'an ignored error of the job',
    job,
    `${job}\n    continue-on-error: true`,
    /^bypass gate.yaml:7 .*continue-on-error/,
  ],
  ['an expression that may ignore', job, `${job}\n    continue-on-error: \${{ inputs.soft }}`, /^bypass/],
  ['a condition', job, `${job}\n    if: github.actor != 'x'`, /^bypass gate.yaml:7 .*condition/],
  ['a job that is needed', job, `${job}\n    needs: build`, /^doubt .*skipped/],
  [
    'a path filter',
    'on: [pull_request, merge_group, push]',
    'on: { pull_request: { paths: [src/**] }, merge_group: {} }',
    /^bypass gate.yaml:2 .*paths/,
  ],
  [
    'types without synchronize',
    'on: [pull_request, merge_group, push]',
    'on: { pull_request: { types: [opened] }, merge_group: {} }',
    /^bypass .*pushed after/,
  ],
  ['no merge queue', 'on: [pull_request, merge_group, push]', 'on: [pull_request]', /^silent .*merge_group/],
  [
    'no pull request',
    'on: [pull_request, merge_group, push]',
    'on: [push, merge_group]',
    /^bypass .*no workflow/,
  ],
  ['an action by tag', `seaworthy@${'a'.repeat(40)}`, 'seaworthy@v1', /^bypass gate.yaml:9 .*not pinned/],
  [
    'the action as init left it',
    `seaworthy@${'a'.repeat(40)}`,
    'seaworthy@COMMIT',
    /^bypass gate.yaml:9 .*still what `seaworthy init` wrote/,
  ],
  ['a missing permission', 'checks: write, ', '', /^silent gate.yaml:3 .*`checks: write`/],
  ['a check concluded as neutral', job, `${job}\n    env: { X: "conclusion: neutral" }`, /^bypass .*neutral/],
  [
    'no permissions at all',
    'permissions: { contents: read, checks: write, pull-requests: write }\n',
    '',
    /^doubt .*states no permissions/,
  ],
])('%s is found', (_name, from, to, complaint) => {
  const text = good.replace(from, to);
  expect(text).not.toBe(good);
  expect(kinds(text)).toEqual(expect.arrayContaining([expect.stringMatching(complaint)]));
});

test.each([
  ['seaworthy gate r.example/app || true', 1],
  ['seaworthy gate r.example/app | tee log', 1],
  ['set +e\nseaworthy gate r.example/app', 1],
  ['seaworthy gate r.example/app --output x.json', 0],
])('the command %j has %d ways around it', (run, count) => {
  const text = good.replace(/ {6}- uses: acme[\s\S]*$/, `      - run: ${JSON.stringify(run)}\n`);
  expect(auditWorkflows([read(text)]).filter((one) => one.kind === 'bypass')).toHaveLength(count);
});

test('a repository without a workflow has no gate', () => {
  expect(auditWorkflows([]).map((one) => one.kind)).toEqual(['bypass']);
});

test('anchors are followed', () => {
  const text = good
    .replace(job, `${job}\n    continue-on-error: &yes true`)
    .replace(step, `      - continue-on-error: *yes\n        uses: acme/seaworthy`);
  expect(kinds(text).filter((one) => one.includes('continue-on-error'))).toHaveLength(2);
});

describe('what the branch requires', () => {
  let server: GitHubServer;
  beforeAll(async () => {
    server = await startGitHub();
  });
  afterAll(() => server.stop());
  const checks = (...list: readonly object[]): object => ({
    type: 'required_status_checks',
    parameters: { required_status_checks: list },
  });
  const audit = async (...rules: readonly object[]): Promise<readonly string[]> => {
    server.reset();
    server.state.rules.push(...rules);
    const text = good.replace('merge_group, ', '');
    const found = await auditProtection(apiOf(server), 'acme/voyage', undefined, [read(text)]);
    expect(server.complaints()).toEqual([]);
    return found.map((one) => `${one.kind} ${one.message}`);
  };

  test('the gate, by GitHub Actions only: nothing to say', async () => {
    expect(await audit(checks({ context: 'gate', integration_id: 15_368 }))).toEqual([]);
  });
  test('nothing: a red gate stops nobody', async () => {
    expect(await audit(checks({ context: 'build', integration_id: 15_368 }))).toEqual([
      expect.stringMatching(/^bypass .*not among/),
    ]);
  });
  test('the gate by whoever reports it', async () => {
    expect(await audit(checks({ context: 'gate' }))).toEqual([
      expect.stringMatching(/^bypass .*not bound to an app/),
    ]);
  });
  test('a merge queue that the gate does not hear of', async () => {
    expect(await audit(checks({ context: 'gate', integration_id: 15_368 }), { type: 'merge_queue' })).toEqual(
      [expect.stringMatching(/^silent .*merge queue/)],
    );
  });
});
