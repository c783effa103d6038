// Modes `stack` and `doctor` of the built Action, and both gates of one pull request, run as the runner runs them.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { starterWorkflow } from '../../src/gate/starter.ts';
import { readMarkdown, readSarif } from '../report/reading-back.ts';
import { type GitHubServer, startGitHub } from '../servers/github.ts';
import { cases } from './github-events.ts';
import { type ActionRun, runBuiltActionBeside } from './runner.ts';

const root = resolve(import.meta.dirname, '../..');
const shop = join(root, 'examples/three-tier');
const sample = join(root, 'examples/quickstart');
const judged = { advisories: join(sample, 'advisories'), 'as-of': '2026-10-22' };
const [own] = cases;
const policy = readFileSync(join(shop, 'seaworthy.yaml'), 'utf8');

let server: GitHubServer;
beforeAll(async () => {
  server = await startGitHub();
});
afterEach(() => {
  expect(server.complaints()).toEqual([]);
  expect(server.calls().length).toBeLessThanOrEqual(15);
  server.reset();
});
afterAll(() => server.stop());

/** A checkout of the shop, with the manifests before the change beside it. */
function checkout(opens: boolean): string {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-shop-'));
  cpSync(join(shop, 'manifests'), join(folder, 'deploy'), { recursive: true });
  cpSync(join(shop, 'manifests'), join(folder, 'main/deploy'), { recursive: true });
  if (opens) cpSync(join(shop, 'pull-request/open-db.yaml'), join(folder, 'deploy/open-db.yaml'));
  writeFileSync(join(folder, 'seaworthy.yaml'), policy);
  return folder;
}

function run(inputs: Record<string, string>, workspace: string): Promise<ActionRun> {
  if (own === undefined) throw new Error('no pull request among the cases');
  server.state.files.set('seaworthy.yaml', policy);
  return runBuiltActionBeside({
    inputs: { token: 'test-token', surfaces: 'check,comment,status,sarif', ...inputs },
    event: own.event,
    workspace,
    environment: { ...own.environment, GITHUB_API_URL: server.url },
  });
}

/** Without the escapes of Markdown, and what keeps GitHub from reading an address into it. */
function readable(markdown: string): string {
  return markdown.replaceAll(/\\([!-/:-@[-`{-~])|\u2060/g, '$1');
}

const stack = { stack: 'deploy', 'stack-base': 'main/deploy', 'as-of': '2026-10-22' };

describe('mode stack', () => {
  test('a change that opens the database fails, and the pull request shows what it opens, as table and picture', async () => {
    const ended = await run({ mode: 'stack', ...stack }, checkout(true));
    expect({ code: ended.code, log: ended.code === 1 ? '' : ended.log }).toEqual({ code: 1, log: '' });
    expect(ended.outputs.get('verdict')).toBe('fail');
    expect(ended.outputs.get('passed')).toBe('false');
    const [comment] = server.state.comments;
    for (const text of [comment?.body ?? '', ended.summary, server.state.checks[0]?.summaries[0] ?? '']) {
      expect(text).toMatch(/\d+ opened, 0 closed, \d+ changed/);
      expect(text).toMatch(/```mermaid\nflowchart LR\n[\s\S]*linkStyle [\d,]+ stroke:#d1242f/);
      expect(readMarkdown(text).merge).toBe('fail');
    }
    expect(comment?.body.length).toBeLessThanOrEqual(65_536);
    expect(readSarif(server.state.sarifs[0]?.text ?? '').merge).toBe('fail');
    expect(server.state.checks.map((one) => [one.name, one.conclusion])).toEqual([
      ['seaworthy stack / gate', 'failure'],
    ]);
  });

  test('a change that opens nothing passes, and says nothing', async () => {
    const ended = await run({ mode: 'stack', ...stack }, checkout(false));
    expect({ code: ended.code, log: ended.code === 0 ? '' : ended.log }).toEqual({ code: 0, log: '' });
    expect(ended.outputs.get('passed')).toBe('true');
    expect(ended.summary).toContain('0 opened, 0 closed, 0 changed');
    expect(server.state.comments).toEqual([]);
  });

  test('a change that loosens the stack’s policy fails all the same, and the comment says what it would do', async () => {
    const folder = checkout(true);
    const off = policy
      .replace('network/*: block', 'network/*: off')
      .replace('egress/*: block', 'egress/*: off');
    writeFileSync(join(folder, 'seaworthy.yaml'), `${off}images: { consider: observe }\n`);
    const ended = await run({ mode: 'stack', ...stack }, folder);
    expect(ended.code).toBe(1);
    const said = readable(server.state.comments[0]?.body ?? '');
    expect(said).toMatch(/This change would turn the stack’s merge verdict from fail to pass\./);
    expect(said).toMatch(/This change would turn the rule network\/[a-z-]+ from block to off\./);
    expect(said).toContain('This change would loosen images.consider');
    expect(ended.log).toContain('title=This change of policy');
  });

  test('a preset that stops nothing is refused on a pull request', async () => {
    const ended = await run({ mode: 'stack', ...stack, 'stack-preset': 'advisory' }, checkout(true));
    expect(ended.code).toBe(2);
    expect(ended.log).toContain('consider: observe');
  });

  test.each([
    [{ mode: 'stack' }, 'stack'],
    [{ mode: 'stack', stack: 'deploy', image: 'x' }, 'mode gate'],
    [{ mode: 'stack', 'stack-base': 'main' }, 'stack'],
    [{ mode: 'gate', image: 'x', 'stack-base': 'main' }, 'stack'],
    [{ mode: 'gate', image: 'x', 'stack-rendered': 'redis=out' }, 'stack-rendered'],
    [{ mode: 'stack', stack: 'deploy', 'stack-base-rendered': 'redis=out' }, 'stack-base'],
    [{ mode: 'verify', image: 'x', stack: 'deploy' }, 'mode'],
    [{ mode: 'stack', stack: 'deploy', 'stack-preset': 'gentle' }, 'advisory, strict'],
    [{ mode: 'stack', stack: 'nowhere' }, 'nowhere'],
  ])('wrong inputs %j are named', async (inputs, said) => {
    const ended = await run(inputs, checkout(false));
    expect(ended.code).toBe(2);
    expect(ended.log).toContain(said);
    expect(ended.outputs.get('passed')).toBe('false');
  });
});

describe('both gates of one pull request', () => {
  test.each([
    ['1.1', false, 'pass'],
    ['1.1', true, 'fail'],
    ['1.0', false, 'fail'],
  ])('image %s with a stack that opens something: %s is one verdict: %s', async (tag, opens, merge) => {
    const inputs = { image: `oci:${sample}/image:${tag}`, ...judged, ...stack };
    const ended = await run(inputs, checkout(opens));
    expect({
      merge: ended.outputs.get('verdict'),
      log: ended.outputs.has('report') ? '' : ended.log,
    }).toEqual({
      merge,
      log: '',
    });
    expect(server.state.checks.map((one) => [one.name, one.conclusion])).toEqual([
      ['seaworthy / gate', merge === 'pass' ? 'success' : 'failure'],
    ]);
    expect(server.state.comments.length).toBeLessThanOrEqual(1);
    const result = JSON.parse(readFileSync(join(ended.workspace, ended.outputs.get('report') ?? ''), 'utf8'));
    expect(result.stack.resources).toBeGreaterThan(5);
    expect(result.images).toHaveLength(1);
    const runs: { automationDetails: { id: string } }[] = JSON.parse(
      readFileSync(join(ended.workspace, ended.outputs.get('sarif') ?? ''), 'utf8'),
    ).runs;
    expect(runs.map((one) => one.automationDetails.id.split('/')[1]).sort()).toEqual(['image', 'stack']);
  });
});

describe('mode doctor', () => {
  const examine = (workflow: string): Promise<ActionRun> => {
    const folder = mkdtempSync(join(tmpdir(), 'seaworthy-doctor-'));
    mkdirSync(join(folder, '.github/workflows'), { recursive: true });
    writeFileSync(join(folder, '.github/workflows/gate.yaml'), workflow);
    return run({ mode: 'doctor' }, folder);
  };
  const good = starterWorkflow(`acme/seaworthy@${'a'.repeat(40)}`, 'registry.example/app:1');
  const required = {
    type: 'required_status_checks',
    parameters: { required_status_checks: [{ context: 'gate', integration_id: 15_368 }] },
  };

  test('a gate without a way around it passes', async () => {
    server.state.rules.push(required);
    const ended = await examine(good);
    expect({ code: ended.code, log: ended.code === 0 ? '' : ended.log }).toEqual({ code: 0, log: '' });
    expect(ended.outputs.get('passed')).toBe('true');
    expect(ended.summary).toContain('no way around');
  });

  test('a way around it is an error on its line, and in the summary', async () => {
    server.state.rules.push(required);
    const ended = await examine(good.replace('    runs-on', '    continue-on-error: true\n    runs-on'));
    expect(ended.code).toBe(1);
    expect(ended.outputs.get('passed')).toBe('false');
    expect(ended.log).toMatch(/^::error .*file=\.github\/workflows\/gate\.yaml,line=6/m);
    expect(ended.summary).toContain('continue\\-on\\-error');
  });
});
