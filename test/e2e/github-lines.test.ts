// Findings on lines, through the built Action: the lock-file line or Dockerfile line that brought them, on every surface that has lines.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import type { GitHubServer } from '../servers/github.ts';
import { serveGitHub } from '../servers/serve-github.ts';
import { cases, fill, policy } from './github-events.ts';
import { type ActionRun, runBuiltActionBeside } from './runner.ts';

const sample = resolve(import.meta.dirname, '../../examples/quickstart');
const [own] = cases;

let server: GitHubServer;
serveGitHub((one) => {
  server = one;
});

const lock = {
  name: 'shop',
  lockfileVersion: 3,
  packages: {
    '': { dependencies: { minimist: '^1.2.0' } },
    'node_modules/minimist': { version: '1.2.5' },
    'node_modules/lodash': { version: '4.17.20' },
  },
};
const lockText = `${JSON.stringify(lock, null, 2)}\n`;
const lineOf = (name: string): number =>
  lockText.split('\n').findIndex((line) => line.includes(`/${name}"`)) + 1;

async function run(inputs: Record<string, string>, files: Record<string, string>): Promise<ActionRun> {
  if (own === undefined) throw new Error('no pull request among the cases');
  fill(server.state);
  const workspace = mkdtempSync(join(tmpdir(), 'seaworthy-lines-'));
  for (const [name, text] of Object.entries({ 'seaworthy.yaml': policy, ...files }))
    writeFileSync(join(workspace, name), text);
  return runBuiltActionBeside({
    inputs: {
      token: 'test-token',
      surfaces: 'check,sarif',
      image: `oci:${sample}/image:1.0`,
      advisories: join(sample, 'advisories'),
      'as-of': '2026-10-22',
      ...inputs,
    },
    event: own.event,
    workspace,
    environment: { ...own.environment, GITHUB_API_URL: server.url },
  });
}

interface Placed {
  readonly ruleId: string;
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string };
      readonly region?: { readonly startLine: number };
    };
  }[];
}

/** Rule → `file:line` as code scanning shows it. */
function places(ended: ActionRun): ReadonlyMap<string, string> {
  const { runs } = JSON.parse(readFileSync(join(ended.workspace, ended.outputs.get('sarif') ?? ''), 'utf8'));
  const results: readonly Placed[] = runs.flatMap((one: { results: readonly Placed[] }) => one.results);
  return new Map(
    results.map(({ ruleId, locations }) => {
      const place = locations[0]?.physicalLocation;
      return [ruleId, `${place?.artifactLocation.uri}:${place?.region?.startLine}`];
    }),
  );
}

test('a package of the lock file stands on its line: annotation, check and SARIF', async () => {
  const ended = await run({}, { 'package-lock.json': lockText });
  const [minimist, lodash] = [lineOf('minimist'), lineOf('lodash')];
  expect(minimist).toBeGreaterThan(1);
  expect(ended.log).toMatch(
    new RegExp(`^::error [^:]*file=package-lock\\.json,line=${minimist}\\b[^:]*::.*minimist`, 'm'),
  );
  const shown = server.state.checks[0]?.annotations ?? [];
  expect(shown.map(({ path, start_line }) => `${path}:${start_line}`)).toEqual(
    expect.arrayContaining([`package-lock.json:${minimist}`, `package-lock.json:${lodash}`]),
  );
  const told = places(ended);
  expect(told.get('CVE-2021-44906')).toBe(`package-lock.json:${minimist}`);
  expect(told.get('CVE-2021-23337')).toBe(`package-lock.json:${lodash}`);
});

test('a lock file that locks another version brought nothing, and no line is claimed', async () => {
  const ended = await run({}, { 'package-lock.json': lockText.replace('"1.2.5"', '"1.2.8"') });
  expect(places(ended).get('CVE-2021-44906')).not.toMatch(/^package-lock\.json/);
  expect(places(ended).get('CVE-2021-23337')).toBe(`package-lock.json:${lineOf('lodash')}`);
});
