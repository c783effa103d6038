// The tour of the README runs without a network, in time, and leaves the reports it speaks of.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';

const root = resolve(import.meta.dirname, '../..');

test('npm run quickstart ends well in under 30 s, says its date, and asks no one', () => {
  const started = performance.now();
  // A proxy that refuses everything stands for «no network».
  const env = { ...process.env, HTTP_PROXY: 'http://127.0.0.1:1', HTTPS_PROXY: 'http://127.0.0.1:1' };
  const done = spawnSync('npm', ['run', '--silent', 'quickstart'], { cwd: root, env, encoding: 'utf8' });
  expect(done.stderr).toBe('');
  expect(done.status).toBe(0);
  expect(performance.now() - started).toBeLessThan(30_000);
  expect(done.stdout).toContain('judged as of 2026-10-22');
  expect(done.stdout).toMatch(/Grade +F/);
  // A key that a later layer deletes: found, with its layer and instruction, and never shown.
  expect(done.stdout).toMatch(/where +app\/deploy_key in layer 1 sha256:[0-9a-f]{12}, made by COPY \. \/app/);
  expect(done.stdout).not.toMatch(/PRIVATE KEY-----|MC4C[A-Za-z0-9+/]{20}/);
  for (const name of ['result.json', 'gate.sarif', 'summary.md', 'sbom.cdx.json', 'sbom.spdx.json']) {
    expect(existsSync(join(root, 'out/quickstart', name))).toBe(true);
  }
  const result = JSON.parse(readFileSync(join(root, 'out/quickstart/result.json'), 'utf8'));
  expect(result.verdict.merge).toBe('pass');
});
