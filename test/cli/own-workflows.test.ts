// Our own workflows are ones that GitHub accepts, pin what they use by commit, and hand out no right by default.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { workflowComplaints } from './workflow-complaints.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = join(root, '.github/workflows');
const scripts = Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts);

test.each(readdirSync(folder))('%s', async (name) => {
  const text = readFileSync(join(folder, name), 'utf8');
  expect(await workflowComplaints(text)).toEqual([]);
  for (const [, used] of text.matchAll(/uses: (\S+)/g)) expect(used).toMatch(/@[0-9a-f]{40}$/);
  for (const [, script = ''] of text.matchAll(/npm run (?:--silent )?(\S+)/g))
    expect(scripts).toContain(script);
  const { permissions } = parse(text);
  expect(Object.entries(permissions).filter(([, right]) => right !== 'read')).toEqual([]);
});
