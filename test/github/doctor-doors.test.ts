// Ways around a gate that do not stand in its own file: called workflows, and those who may pass by right.
import { describe, expect, test } from '@jest/globals';
import { starterWorkflow } from '../../src/gate/starter.ts';
import { auditProtection } from '../../src/github/protection-audit.ts';
import { auditWorkflows } from '../../src/github/workflow-audit.ts';
import { readWorkflow, type WorkflowFile } from '../../src/github/workflow-file.ts';
import type { GitHubServer } from '../servers/github.ts';
import { serveGitHub } from '../servers/serve-github.ts';
import { apiOf } from './publishing.ts';

const good = starterWorkflow(`acme/seaworthy@${'a'.repeat(40)}`, 'r.example/app:1');
const file = (name: string, text: string): WorkflowFile => readWorkflow(text, `.github/workflows/${name}`);
const called = file('gate.yaml', good.replace('on: [pull_request, merge_group, push]', 'on: workflow_call'));
const caller = (job: string): WorkflowFile =>
  file(
    'ci.yaml',
    `on: [pull_request, merge_group]
permissions: { contents: read, checks: write, pull-requests: write }
jobs:
  ci:
${job}
`,
  );
const found = (...workflows: readonly WorkflowFile[]): readonly string[] =>
  auditWorkflows(workflows).map((one) => `${one.kind} ${one.where} ${one.message}`);
const calls = '    uses: ./.github/workflows/gate.yaml';

describe('a gate in a reusable workflow', () => {
  test('of the repository is followed: nothing to say', () => {
    expect(found(caller(calls), called)).toEqual([]);
  });

  test('is skipped with the job that calls it', () => {
    expect(found(caller(`    if: github.actor != 'x'\n${calls}`), called)).toEqual([
      expect.stringMatching(/^bypass \.github\/workflows\/ci\.yaml:5 .*condition/),
    ]);
  });

  test('has no more rights than the job that calls it', () => {
    expect(found(caller(`    permissions: { contents: read }\n${calls}`), called)).toEqual([
      expect.stringMatching(/^silent .*ci\.yaml:5 .*`checks: write`/),
      expect.stringMatching(/^silent .*ci\.yaml:5 .*`pull-requests: write`/),
    ]);
  });

  test('that is missing never reports', () => {
    expect(found(caller(calls))).toContainEqual(expect.stringMatching(/^silent .*ci\.yaml:5 .*not there/));
  });

  test('of another repository is named as not looked at, and its tag as one that moves', () => {
    const remote = '    uses: acme/shared/.github/workflows/gate.yaml';
    expect(found(caller(`${remote}@v1`))).toEqual([
      expect.stringMatching(/^doubt .* no workflow of this repository/),
      expect.stringMatching(/^doubt .*ci\.yaml:5 .*another repository.*tag/),
    ]);
    expect(found(caller(`${remote}@${'b'.repeat(40)}`)).join()).not.toContain('tag');
  });

  test('that calls itself ends the search', () => {
    const loop = file(
      'loop.yaml',
      'on: pull_request\njobs: { a: { uses: ./.github/workflows/loop.yaml } }\n',
    );
    expect(found(loop)).toEqual([expect.stringMatching(/no workflow runs the gate/)]);
  });
});

describe('who may pass by right', () => {
  let server: GitHubServer;
  serveGitHub((one) => {
    server = one;
  });

  const required = {
    type: 'required_status_checks',
    ruleset_id: 7,
    parameters: { required_status_checks: [{ context: 'gate', integration_id: 15_368 }] },
  };
  const audit = async (
    workflows: readonly WorkflowFile[] = [file('gate.yaml', good)],
  ): Promise<readonly string[]> => {
    const complaints = await auditProtection(apiOf(server), 'acme/voyage', 'main', workflows);
    return complaints.map((one) => `${one.kind} ${one.where}: ${one.message}`);
  };

  test('nobody', async () => {
    server.state.rules.push(required);
    server.state.rulesets.set('7', { name: 'main', bypass_actors: [] });
    expect(await audit()).toEqual([]);
  });

  test('actors of the ruleset that asks for the gate, at any time or with a pull request', async () => {
    server.state.rules.push(required);
    server.state.rulesets.set('7', {
      name: 'main',
      bypass_actors: [
        { actor_type: 'OrganizationAdmin', actor_id: null, bypass_mode: 'always' },
        { actor_type: 'Team', actor_id: 42, bypass_mode: 'pull_request' },
      ],
    });
    expect(await audit()).toEqual([
      'bypass ruleset main: OrganizationAdmin may pass without the gate at any time',
      'doubt ruleset main: Team 42 may pass without the gate, in a pull request',
    ]);
  });

  test.each([
    ['a token that may not see the actors', { name: 'main' }],
    ['a ruleset that is not shown at all', undefined],
  ])('%s says so', async (_name, ruleset) => {
    server.state.rules.push(required);
    if (ruleset !== undefined) server.state.rulesets.set('7', ruleset);
    expect(await audit()).toEqual([expect.stringMatching(/^doubt ruleset (main|7): .*not shown/)]);
  });

  test('a ruleset without the gate is not asked about', async () => {
    server.state.rules.push(required, { ...required, ruleset_id: 8, parameters: {} });
    server.state.rulesets.set('7', { name: 'main', bypass_actors: [] });
    await audit();
    expect(server.calls().filter(({ route }) => route.includes('/rulesets/'))).toHaveLength(1);
  });

  test('administrators, where branch protection spares them', async () => {
    const checks = { contexts: ['gate'], checks: [{ context: 'gate', app_id: 15_368 }] };
    server.state.protection = { required_status_checks: { enforcement_level: 'non_admins', ...checks } };
    expect(await audit()).toEqual([expect.stringMatching(/^bypass .*administrators/)]);
    server.state.protection = { required_status_checks: { enforcement_level: 'everyone', ...checks } };
    expect(await audit()).toEqual([]);
  });

  test('a ruleset that requires the workflow itself is enough', async () => {
    const workflows = [{ path: '.github/workflows/gate.yaml', repository_id: 1 }];
    server.state.rules.push({ type: 'workflows', ruleset_id: 7, parameters: { workflows } });
    server.state.rulesets.set('7', { name: 'main', bypass_actors: [] });
    expect(await audit()).toEqual([]);
  });

  test('a called gate is required by the names of both jobs', async () => {
    const check = { context: 'ci / gate', integration_id: 15_368 };
    server.state.rules.push({ ...required, parameters: { required_status_checks: [check] } });
    server.state.rulesets.set('7', { name: 'main', bypass_actors: [] });
    expect(await audit([caller(calls), called])).toEqual([]);
  });

  test('an Enterprise Server without rulesets is looked at by branch protection alone, and that is said', async () => {
    server.failWith((route) => (route.includes('/rules/') ? { kind: 'status', status: 404 } : undefined));
    const checks = { contexts: ['gate'], checks: [{ context: 'gate', app_id: 15_368 }] };
    server.state.protection = { required_status_checks: { enforcement_level: 'everyone', ...checks } };
    expect(await audit()).toEqual([
      'doubt branch main: this server shows no rulesets: only branch protection was looked at',
    ]);
    server.state.protection = {};
    expect(await audit()).toContainEqual(expect.stringMatching(/^bypass .*not among the required checks/));
  });

  test('a fault of GitHub is no answer', async () => {
    server.state.rules.push(required);
    server.failWith((route) => (route.includes('/rulesets/') ? { kind: 'status', status: 503 } : undefined));
    await expect(audit()).rejects.toThrow(/GitHub did not accept/);
  });
});
