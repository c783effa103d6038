// The least rights that the README and `init` show are those of the calls that a run really makes.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { starterWorkflow } from '../../src/gate/starter.ts';
import { openFileAt } from '../../src/github/file-at.ts';
import { neededLines } from '../../src/github/permission-audit.ts';
import { permissions, type Route } from '../../src/github/permissions.ts';
import { auditProtection } from '../../src/github/protection-audit.ts';
import { publishVerdict, surfaces } from '../../src/github/publish.ts';
import { readWorkflow } from '../../src/github/workflow-file.ts';
import { type GitHubServer, startGitHub } from '../servers/github.ts';
import { apiOf, failing, target } from './publishing.ts';

let server: GitHubServer;
beforeAll(async () => {
  server = await startGitHub();
});
afterAll(() => server.stop());

/** Lines that the calls of one run on a pull request needed. */
async function linesOf(wanted: Parameters<typeof publishVerdict>[3]): Promise<readonly string[]> {
  server.reset();
  const api = apiOf(server);
  await openFileAt(api)({ repository: 'acme/voyage', path: 'seaworthy.yaml', commit: 'b'.repeat(40) });
  await publishVerdict(api, failing, target, wanted);
  await publishVerdict(api, failing, target, wanted);
  return neededBy(server);
}

function neededBy(asked: GitHubServer): readonly string[] {
  const routes = Object.keys(permissions).filter((route): route is Route =>
    asked.calls().some((call) => call.route === route),
  );
  return [...new Set(routes.map((route) => permissions[route]))].sort();
}

const shown = (workflow: string): readonly string[] =>
  Object.entries(parse(workflow).permissions)
    .map(([scope, right]) => `${scope}: ${right}`)
    .sort();

test('of the default surfaces', async () => {
  const needed = await linesOf(['check', 'comment']);
  const readme = readFileSync(resolve(import.meta.dirname, '../../README.md'), 'utf8');
  const block = /```yaml\n(name: seaworthy\n[\s\S]*?)```/.exec(readme)?.[1] ?? '';
  expect(shown(block)).toEqual(needed);
  expect(shown(starterWorkflow('acme/seaworthy@x', 'i'))).toEqual(needed);
});

test('of every surface, as the doctor counts them', async () => {
  expect([...neededLines(surfaces)].sort()).toEqual(await linesOf(surfaces));
});

test('of the doctor, as the README says: reading alone', async () => {
  server.reset();
  server.state.rules.push({
    type: 'required_status_checks',
    ruleset_id: 7,
    parameters: { required_status_checks: [{ context: 'gate', integration_id: 15_368 }] },
  });
  const gate = readWorkflow(starterWorkflow('acme/seaworthy@x', 'i'), 'gate.yaml');
  await auditProtection(apiOf(server), 'acme/voyage', undefined, [gate]);
  expect(server.calls()).toHaveLength(4);
  expect(neededBy(server)).toEqual(['contents: read']);
  const readme = readFileSync(resolve(import.meta.dirname, '../../README.md'), 'utf8');
  expect(readme).toContain('`mode: doctor` (`permissions: { contents: read }`)');
});
