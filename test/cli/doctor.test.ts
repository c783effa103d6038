// `seaworthy doctor` on a checkout: 0 for what init wrote, 1 for a way around it.
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type GitHubServer, startGitHub } from '../servers/github.ts';
import { openSurroundings } from './surroundings.ts';

let server: GitHubServer;
beforeAll(async () => {
  server = await startGitHub();
});
afterAll(() => server.stop());

const workflow = '.github/workflows/seaworthy.yaml';
const action = `acme/seaworthy@${'a'.repeat(40)}`;

test('finds nothing around what init wrote, and says that the policy only observes', async () => {
  const { run } = openSurroundings();
  await run('init', '--action', action);
  const { code, out } = await run('doctor');
  expect(out).toContain('only observes');
  expect(out).not.toContain('BYPASS');
  expect(code).toBe(0);
});

test('ends with 1 for a way around, with its line and what to do', async () => {
  const { directory, run } = openSurroundings();
  await run('init', '--action', action);
  const file = join(directory, workflow);
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace('    steps:', '    continue-on-error: true\n    steps:'),
  );
  const { code, out } = await run('doctor');
  expect(out).toContain(`BYPASS  ${workflow}:7`);
  expect(out).toContain('Remove continue-on-error');
  expect(code).toBe(1);
});

test('with a token it asks what the branch requires', async () => {
  const variables = { GITHUB_TOKEN: 'test-token', GITHUB_API_URL: server.url };
  const { run } = openSurroundings({ variables });
  await run('init', '--action', action);
  const { code, out } = await run('doctor', '--repository', 'acme/voyage');
  expect(out).toContain('not among the required checks');
  expect(out).not.toContain('not asked');
  expect(code).toBe(1);
  expect(server.complaints()).toEqual([]);
});

test('a repository that is named cannot be asked about without a token', async () => {
  const { code, err } = await openSurroundings().run('doctor', '--repository', 'acme/voyage');
  expect(code).toBe(2);
  expect(err).toContain('GITHUB_TOKEN');
});

test('without one it says what nobody was asked, where all else is well too', async () => {
  const { directory, run } = openSurroundings();
  await run('init', '--action', action);
  const policy = join(directory, '.github/seaworthy.yaml');
  writeFileSync(policy, readFileSync(policy, 'utf8').replace('consider: observe', 'consider: introduced'));
  const { code, out } = await run('doctor');
  expect(out).toMatch(
    /^look at {2}GitHub\n {2}not asked: whether the branch requires the gate.*\n {2}→ .*GITHUB_TOKEN/,
  );
  expect(code).toBe(0);
});

test('a folder among the workflows is none, and one that cannot be read is named', async () => {
  const { directory, run } = openSurroundings();
  await run('init', '--action', action);
  mkdirSync(join(directory, '.github/workflows/old.yaml'));
  expect((await run('doctor')).code).toBe(0);
  symlinkSync('nowhere', join(directory, '.github/workflows/lost.yml'));
  const { code, err } = await run('doctor');
  expect(err).toMatch(/lost\.yml cannot be read\n +fix: \S/);
  expect(code).toBe(2);
});
