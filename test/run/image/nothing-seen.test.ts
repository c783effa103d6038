// A stack of which nothing could be read does not pass, whatever the policy asks of coverage.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openSurroundings } from '../../cli/surroundings.ts';

test.each([
  ['a Pod without apiVersion', 'kind: Pod\nmetadata: { name: a }\n'],
  ['values of a chart alone', 'replicas: 3\n'],
  ['a chart that is not rendered', 'apiVersion: v1\nkind: Pod\nmetadata: { name: {{ .Values.name }} }\n'],
])('%s is incomplete', async (_, text) => {
  const folder = mkdtempSync(join(tmpdir(), 'nothing-seen-'));
  writeFileSync(join(folder, 'a.yaml'), text);
  const { code, out } = await openSurroundings().run('stack', folder);
  expect(out).toContain('Nothing of the stack could be seen');
  expect(out).toMatch(/Merge +INCOMPLETE/);
  expect(code).toBe(1);
});

test('broken YAML is named once, by file and line', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nothing-seen-'));
  const file = join(folder, 'a.yaml');
  writeFileSync(file, 'kind: Pod\nmetadata:\n  name: a\n spec: b\n');
  const { code, err } = await openSurroundings().run('stack', folder);
  expect(err.split(`${file}:4:`)).toHaveLength(2);
  expect(code).toBe(2);
});
