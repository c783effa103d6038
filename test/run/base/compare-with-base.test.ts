// What a change is compared with: found by its tag or left as a file, and never a reason to pass by being absent.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { expandBase } from '../../../src/run/base/pattern.ts';
import type { Result } from '../../../src/terms/verdict.ts';
import { openSurroundings } from '../../cli/surroundings.ts';

const sample = resolve(import.meta.dirname, '../../../examples/quickstart');
const bad = `oci:${sample}/image:1.0`;

test.each([
  ['r.example/app:main', 'r.example/app:main'],
  ['r.example/app:{branch}', 'r.example/app:feature-x'],
  ['r.example/app:sha-{short-sha}', 'r.example/app:sha-bbbbbbb'],
  ['r.example/app:{sha}', `r.example/app:${'b'.repeat(40)}`],
  ['r.example/app:{unheard}', undefined],
])('the base %s is %s', (pattern, image) => {
  expect(expandBase(pattern, { ref: 'refs/heads/feature/x', sha: 'b'.repeat(40) })).toBe(image);
});

test('an event without a base has none, whatever the pattern', () => {
  expect(expandBase('r.example/app:{branch}', { ref: undefined, sha: undefined })).toBeUndefined();
});

describe('a gate with a base', () => {
  const { directory, run } = openSurroundings();
  async function gate(
    ...more: readonly string[]
  ): Promise<{ readonly code: number; readonly result: Result }> {
    const file = join(directory, 'result.json');
    const { code } = await run(
      'gate',
      bad,
      '--advisories',
      `${sample}/advisories`,
      '--as-of',
      '2026-10-22',
      '--format',
      'json',
      '--output',
      file,
      ...more,
    );
    return { code, result: JSON.parse(readFileSync(file, 'utf8')) };
  }

  test('that has the same findings lets the merge through and keeps the certificate back', async () => {
    const { code, result } = await gate('--base', bad);
    expect(code).toBe(0);
    expect(result.verdict?.certificate).toBe('fail');
    expect(result.base).toEqual({ reference: bad, grade: 'F' });
    expect(new Set(result.findings.map((one) => one.origin))).toEqual(new Set(['inherited']));
  });

  test.each([[`oci:${sample}/image:never`], ['/never/result.json']])(
    '%s that does not exist: said, and everything counts',
    async (base) => {
      const { code, result } = await gate('--base', base);
      expect(code).toBe(1);
      expect(result.warnings.join('\n')).toContain(`${base} does not exist`);
      expect(result.findings.every((one) => one.origin === 'no-base')).toBe(true);
      expect(result.base).toBeUndefined();
    },
  );

  test('whose result knew none of the ids: they are newly disclosed', async () => {
    const { result } = await gate();
    const earlier = join(directory, 'earlier.json');
    const findings = result.findings.filter((one) => one.details.kind === 'fact');
    const verdict = {
      merge: 'incomplete',
      certificate: 'incomplete',
      reasons: [{ question: 'both', judgement: 'incomplete', message: 'as it was', fix: 'none' }],
    };
    writeFileSync(earlier, JSON.stringify({ ...result, verdict, findings }));
    const now = await gate('--base', earlier);
    const vulnerable = now.result.findings.filter((one) => one.details.kind === 'vulnerability');
    expect(vulnerable.length).toBeGreaterThan(0);
    expect(new Set(vulnerable.map((one) => one.origin))).toEqual(new Set(['newly-disclosed']));
  });

  test('that is empty is no base', async () => {
    const { result } = await gate();
    const empty = join(directory, 'empty.json');
    writeFileSync(empty, JSON.stringify({ ...result, images: [], findings: [], waivers: [] }));
    const { code, result: judged } = await gate('--base', empty);
    expect(code).toBe(1);
    expect(judged.findings.every((one) => one.origin === 'no-base')).toBe(true);
  });
});
