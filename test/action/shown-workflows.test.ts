// Workflows that the documentation shows: GitHub takes them, they name inputs and modes that exist, and grant what is needed.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { modes } from '../../src/action/inputs.ts';
import { workflowComplaints } from '../cli/workflow-complaints.ts';

const root = resolve(import.meta.dirname, '../..');
const pages = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)];
const shown = pages
  .filter((page) => page.endsWith('.md'))
  .flatMap((page) =>
    [...readFileSync(join(root, page), 'utf8').matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(
      ([, text = '']): readonly [string, string] => [page, text],
    ),
  )
  .filter(([, text]) => text.includes('\njobs:'));
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

test.each(shown)('of %s', async (_, text) => {
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

test('in the release the job that gates cannot sign, and the one that signs can do no more', () => {
  const [, text = ''] = shown.find(([page]) => page === 'docs/evidence.md') ?? [];
  const { jobs }: { jobs: Readonly<Record<string, Job>> } = parse(text);
  // Outside changes these modes ask nothing of GitHub's API (test/e2e/evidence-action): what is left is the checkout, the
  // registry, and the identity.
  expect(jobs.gate?.permissions).toEqual({ contents: 'read', packages: 'read' });
  expect(jobs.sign?.permissions).toEqual({ contents: 'read', packages: 'write', 'id-token': 'write' });
});
