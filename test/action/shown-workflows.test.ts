// Workflows that the documentation shows: GitHub takes them, they name inputs and modes that exist, and grant what is needed.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { modes } from '../../src/action/inputs.ts';
import { workflowComplaints } from '../cli/workflow-complaints.ts';
import { shownWorkflows } from './workflows-of-docs.ts';

const root = resolve(import.meta.dirname, '../..');
const action: { inputs: object; outputs: object } = parse(readFileSync(join(root, 'action.yml'), 'utf8'));

interface Step {
  readonly id?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
}
interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

test.each(shownWorkflows)('of %s', async (_, text) => {
  expect(await workflowComplaints(text)).toEqual([]);
  const { jobs }: { jobs: Readonly<Record<string, Job>> } = parse(text);
  const ours = Object.values(jobs).flatMap(({ steps }) =>
    steps.filter(({ uses }) => uses?.startsWith('OWNER/seaworthy@') === true),
  );
  expect(ours).not.toEqual([]);
  for (const step of ours) {
    expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(step.with ?? {})));
    expect(modes).toContain(step.with?.mode ?? 'gate');
  }
  for (const [, name] of text.matchAll(/steps\.gate\.outputs\.([a-z-]+)/g))
    expect(Object.keys(action.outputs)).toContain(name);
});

test('the README, the release and both workflows for forks are among them', () => {
  expect(shownWorkflows.map(([page]) => page).sort()).toEqual([
    'README.md',
    'docs/action.md',
    'docs/action.md',
    'docs/evidence.md',
  ]);
});

test('what shows a fork’s verdict runs nothing of the change, and holds no right to write its contents', () => {
  const [, text = ''] = shownWorkflows.find(([, one]) => one.includes('workflow_run')) ?? [];
  expect(text).not.toMatch(/checkout|contents: write|^ *(?:- )?run:/m);
  expect(parse(text).permissions).toEqual({ actions: 'read', checks: 'write', 'pull-requests': 'write' });
});

test('in the release the job that gates cannot sign, and the one that signs can do no more', () => {
  const [, text = ''] = shownWorkflows.find(([page]) => page === 'docs/evidence.md') ?? [];
  const { jobs }: { jobs: Readonly<Record<string, Job>> } = parse(text);
  // Outside changes these modes ask nothing of GitHub's API (test/e2e/evidence-action): what is left is the checkout, the
  // registry, and the identity.
  expect(jobs.gate?.permissions).toEqual({ contents: 'read', packages: 'read' });
  expect(jobs.sign?.permissions).toEqual({ contents: 'read', packages: 'write', 'id-token': 'write' });
});
