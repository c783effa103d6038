// The built Action signs what its gate passed, verifies it and promotes it; a pull request does neither.
import { generateKeyPairSync } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import { type ActionRun, runBuiltAction } from './runner.ts';

const sample = resolve(import.meta.dirname, '../../examples/quickstart');
const day = { 'as-of': '2026-10-22' };
let workspace: string;

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'seaworthy-signing-'));
  cpSync(join(sample, 'image'), join(workspace, 'image'), { recursive: true });
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(join(workspace, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(join(workspace, 'key.pub'), publicKey.export({ type: 'spki', format: 'pem' }));
  policy('key: key.pem');
});

function policy(signer: string): void {
  writeFileSync(join(workspace, 'seaworthy.yaml'), `version: 1\nimages:\n  sign: { ${signer} }\n`);
}

function act(
  inputs: Readonly<Record<string, string>>,
  event?: { name: string; payload: unknown },
): ActionRun {
  return runBuiltAction({ workspace, inputs: { ...day, ...inputs }, ...(event !== undefined && { event }) });
}

const advisories = join(sample, 'advisories');
const gate = (tag: string, event?: { name: string; payload: unknown }): ActionRun =>
  act({ image: `oci:image:${tag}`, advisories }, event);
const verify = (): ActionRun => act({ mode: 'verify', image: 'oci:image:1.1', 'verify-key': 'key.pub' });
const promote = (to: string, event?: { name: string; payload: unknown }): ActionRun =>
  act({ mode: 'promote', image: 'oci:image:1.1', to, 'verify-key': 'key.pub' }, event);
const blobs = (): number => readdirSync(join(workspace, 'image/blobs/sha256')).length;

const repo = { full_name: 'acme/app', private: false };
const pull = {
  name: 'pull_request',
  payload: {
    repository: repo,
    pull_request: {
      number: 1,
      base: { sha: 'a'.repeat(40), ref: 'main', repo },
      head: { sha: 'b'.repeat(40), ref: 'fix', repo },
    },
  },
};

test('a good image is signed after its gate, believed and promoted, and only then', () => {
  const before = verify();
  expect([before.code, before.outputs.get('passed')]).toEqual([1, 'false']);
  expect(before.summary).toMatch(/Not verified[\s\S]*no signature is attached/);
  expect(promote('dev').code).toBe(1);

  const signed = gate('1.1');
  expect([signed.code, signed.outputs.get('passed'), signed.log]).toEqual([0, 'true', expect.any(String)]);
  expect(signed.log).toContain('Signed image');
  expect(signed.summary).toMatch(/Signed `image`: `sha256:[0-9a-f]{64}`/);
  const believed = verify();
  expect([believed.code, believed.outputs.get('passed'), believed.log]).toEqual([
    0,
    'true',
    expect.stringContaining('Verified sha256:'),
  ]);
  expect(believed.summary).toMatch(/Verified: `oci:image:1\.1` `sha256:[0-9a-f]{64}`/);
  expect(believed.outputs.get('digest')).toMatch(/^sha256:[0-9a-f]{64}$/);
  const early = promote('test');
  expect([early.code, early.log]).toEqual([1, expect.stringContaining('the tag dev')]);
  expect(early.summary).toContain('**Not promoted**');
  const promoted = promote('dev');
  expect([promoted.code, promoted.log]).toEqual([0, expect.stringContaining('Promoted sha256:')]);
  expect(readFileSync(join(workspace, 'image/index.json'), 'utf8')).toContain('"dev"');
});

test('a bad image is not signed', () => {
  const count = blobs();
  expect(gate('1.0').code).toBe(1);
  expect(blobs()).toBe(count);
});

test('a pull request neither signs nor promotes, whatever its policy says', () => {
  const count = blobs();
  const run = gate('1.1', pull);
  expect(run.log).not.toContain('Signed image');
  expect(blobs()).toBe(count);
  expect([promote('dev', pull).code, blobs()]).toEqual([2, count]);
});

test('keyless without a token says which permission is lacking, and leaves the verdict alone', () => {
  policy('keyless: {}');
  const run = gate('1.1');
  expect([run.code, run.log]).toEqual([0, expect.stringContaining('id-token: write')]);
});

test('a key that cannot be used ends the run with its own code, after the verdict was shown', () => {
  policy('key: lost.pem');
  const run = gate('1.1');
  expect([run.code, run.outputs.get('verdict'), run.outputs.get('passed')]).toEqual([2, 'pass', 'false']);
  expect(run.log).toContain('lost.pem');
});
