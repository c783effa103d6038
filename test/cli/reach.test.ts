// `seaworthy reach` as a user calls it: answers, exit codes, files, mistakes.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openSurroundings } from './surroundings.ts';

const pod = (name: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: {containers: [{name: m, image: i}]}\n`;
const lock =
  'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: lock}\nspec: {podSelector: {}}\n';

function prepared() {
  const here = openSurroundings();
  const base = join(here.directory, 'base.yaml');
  const head = join(here.directory, 'head.yaml');
  writeFileSync(base, `${pod('a')}---\n${pod('b')}`);
  writeFileSync(head, `${pod('a')}---\n${pod('b')}---\n${lock}`);
  return { ...here, base, head };
}

describe('reach', () => {
  test('lists as CSV', async () => {
    const { run, base } = prepared();
    const { code, out } = await run('reach', base, '--format', 'csv');
    expect(code).toBe(0);
    expect(out).toContain('default/a[Pod],default/b[Pod],All Connections\n');
  });

  test.each([
    ['why', 'base', 0],
    ['why', 'head', 1],
    ['why-not', 'base', 1],
    ['why-not', 'head', 0],
  ] as const)('%s over %s ends with %i', async (verb, which, code) => {
    const files = prepared();
    expect((await files.run('reach', verb, 'a', 'b:80', files[which])).code).toBe(code);
  });

  test('diff says what a policy closes, as JSON too', async () => {
    const { run, base, head } = prepared();
    expect((await run('reach', 'diff', base, head)).out).toMatch(/0 opened, 4 closed, 0 changed\n$/);
    expect(JSON.parse((await run('reach', 'diff', base, head, '--format', 'json')).out)).toHaveLength(4);
  });

  test('writes a file that is there whole or not at all', async () => {
    const { run, base, directory } = prepared();
    expect((await run('reach', base, '--format', 'svg', '--output', 'reach.svg')).code).toBe(0);
    expect(readFileSync(join(directory, 'reach.svg'), 'utf8')).toMatch(/<\/svg>\n$/);
    expect((await run('reach', 'why', 'nobody', 'b:80', base, '--output', 'why.txt')).code).toBe(2);
    expect(existsSync(join(directory, 'why.txt'))).toBe(false);
  });
});
