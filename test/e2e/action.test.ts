// The committed bundle of the Action, run as a process the way the runner runs it.

import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ActionInput, type ActionRun, runBuiltAction, runBuiltActionBeside } from './runner.ts';

const sample = resolve(import.meta.dirname, '../../examples/quickstart');
const judged = { advisories: join(sample, 'advisories'), 'as-of': '2026-10-22' };
const bad = { image: `oci:${sample}/image:1.0`, ...judged };
const good = { image: `oci:${sample}/image:1.1`, ...judged };

describe('the Action on a push', () => {
  test('passes a good image: exit code 0, passed=true, every report there', () => {
    const run = runBuiltAction({ inputs: good });
    expect(run.log).not.toContain('a mistake in seaworthy');
    expect(run.code).toBe(0);
    expect(run.outputs.get('passed')).toBe('true');
    expect(run.outputs.get('verdict')).toBe('pass');
    expect(run.outputs.get('grade')).toBe('B');
    expect(run.outputs.get('digest')).toMatch(/^sha256:[0-9a-f]{64}$/);
    for (const name of ['report', 'sarif', 'sbom', 'summary']) {
      expect(existsSync(join(run.workspace, run.outputs.get(name) ?? 'missing'))).toBe(true);
    }
    expect(run.summary).toContain('Grade');
  });

  test('fails a bad image: exit code 1, passed=false, annotations, the same verdict in every report', () => {
    const run = runBuiltAction({ inputs: bad });
    expect(run.code).toBe(1);
    expect(run.outputs.get('passed')).toBe('false');
    expect(run.outputs.get('verdict')).toBe('fail');
    expect(run.outputs.get('grade')).toBe('F');
    expect(run.log).toMatch(/^::error/m);
    const result = JSON.parse(readFileSync(join(run.workspace, run.outputs.get('report') ?? ''), 'utf8'));
    expect(result.verdict.merge).toBe('fail');
    expect(run.summary).toContain('CVE-2021-44906');
  });

  test.each([
    [
      'bake:docker-bake.hcl',
      'docker-bake.hcl',
      `variable "TAG" { default = "1.0" }\ntarget "default" {\n  tags = ["oci:${sample}/image:\${TAG}"]\n}\n`,
    ],
    [
      'compose:compose.yaml',
      'compose.yaml',
      `services: { web: { image: "oci:${sample}/image:\${TAG:-1.0}" } }\n`,
    ],
  ])('judges what %s names with the variables of the job', (image, file, text) => {
    const workspace = mkdtempSync(join(tmpdir(), 'seaworthy-build-'));
    writeFileSync(join(workspace, file), text);
    const gate = (environment: Record<string, string>) =>
      runBuiltAction({ inputs: { ...judged, image }, workspace, environment });
    expect([gate({ TAG: '1.1' }).code, gate({}).code]).toEqual([0, 1]);
  });

  test('wrong input: exit code 2, named, and never passed', () => {
    const run = runBuiltAction({ inputs: { image: `oci:${sample}/image:9.9`, ...judged } });
    expect(run.code).toBe(2);
    expect(run.outputs.get('passed')).toBe('false');
    expect(run.log).toContain('9.9');
    expect(runBuiltAction({ inputs: {} }).code).toBe(2);
    expect(runBuiltAction({ inputs: { ...good, mode: 'sail' } }).log).toContain('sail');
  });

  test('outside failure: exit code 3, and never passed', () => {
    const run = runBuiltAction({ inputs: { image: '127.0.0.1:1/app:1.0', ...judged } });
    expect(run.code).toBe(3);
    expect(run.outputs.get('passed')).toBe('false');
    expect(run.outputs.get('verdict')).toBe('incomplete');
  });

  test('no advisories: incomplete, and never passed', () => {
    const empty = mkdtempSync(join(tmpdir(), 'seaworthy-none-'));
    const run = runBuiltAction({ inputs: { ...good, advisories: empty } });
    expect(run.code).not.toBe(0);
    expect(run.outputs.get('passed')).toBe('false');
  });
});

describe('the Action on a pull request', () => {
  let server: Server;
  let api = '';
  /** Path at the base commit → text. */
  const base = new Map<string, string>();

  beforeAll(async () => {
    server = createServer((request, response) => {
      const path = /\/contents\/(.+?)\?ref=/.exec(decodeURIComponent(request.url ?? ''))?.[1];
      const text = path === undefined ? undefined : base.get(path);
      if (text !== undefined)
        response.writeHead(200, { 'content-type': 'application/vnd.github.raw' }).end(text);
      else if (request.url?.includes('/git/commits/') === true)
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      else response.writeHead(404, { 'content-type': 'application/json' }).end('{"message":"Not Found"}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    api = `http://127.0.0.1:${address.port}`;
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  function pullRequest(headPolicy: string | undefined, inputs: Record<string, string>): Promise<ActionRun> {
    const workspace = mkdtempSync(join(tmpdir(), 'seaworthy-checkout-'));
    if (headPolicy !== undefined) {
      mkdirSync(join(workspace, '.github'));
      writeFileSync(join(workspace, '.github/seaworthy.yaml'), headPolicy);
    }
    const repository = { full_name: 'acme/voyage', private: false };
    const payload = {
      repository,
      pull_request: {
        number: 7,
        base: { sha: 'b'.repeat(40), ref: 'main', repo: repository },
        head: { sha: 'c'.repeat(40), ref: 'change', repo: repository },
      },
    };
    const input: ActionInput = {
      workspace,
      inputs: { token: 'test-token', ...inputs },
      event: { name: 'pull_request', payload },
      environment: {
        GITHUB_API_URL: api,
        GITHUB_WORKFLOW_REF: 'acme/voyage/.github/workflows/seaworthy.yaml@refs/pull/7/merge',
      },
    };
    return runBuiltActionBeside(input);
  }

  test('a change that empties the policy, or waives its own finding, gets the same verdict', async () => {
    base.clear();
    base.set('.github/seaworthy.yaml', 'version: 1\nimages: { consider: all }\n');
    const waived = [
      'version: 1',
      'waivers:',
      '  - { rule: CVE-2021-44906, subject: "pkg:npm/minimist", reason: mine, owner: me, expires: 2026-12-01 }',
      '',
    ].join('\n');
    const runs = [
      await pullRequest('version: 1\nimages: { consider: all }\n', bad),
      await pullRequest('version: 1\nimages: { consider: observe }\n', bad),
      await pullRequest(undefined, bad),
      await pullRequest(waived, bad),
    ];
    expect(runs.map((run) => [run.code, run.outputs.get('verdict')])).toEqual(Array(4).fill([1, 'fail']));
    expect(runs[1]?.log).toContain('would');
  });

  test('the first pull request that brings the gate is judged by its own policy, and says what would have failed', async () => {
    base.clear();
    const run = await pullRequest('version: 1\nimages: { consider: observe }\n', bad);
    expect(run.outputs.get('verdict')).toBe('pass');
    expect(run.code).toBe(0);
    expect(run.log).toContain('consider');
  });

  test('a base with the gate and without a policy file gates by defaults', async () => {
    base.clear();
    base.set('.github/workflows/seaworthy.yaml', 'name: seaworthy\n');
    const run = await pullRequest('version: 1\nimages: { consider: observe }\n', bad);
    expect(run.code).toBe(1);
  });
});
