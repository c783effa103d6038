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

  test('--ip-family says that no pod has an address of the other family', async () => {
    const { run, base, directory } = prepared();
    const policy = join(directory, 'cnp.yaml');
    writeFileSync(
      policy,
      'apiVersion: policy.networking.k8s.io/v1alpha2\nkind: ClusterNetworkPolicy\nmetadata: {name: net}\nspec: {tier: Admin, priority: 1, subject: {namespaces: {}}, ingress: [{action: Deny, from: [{networks: [0.0.0.0/0]}]}], egress: [{action: Deny, to: [{networks: [0.0.0.0/0]}]}]}\n',
    );
    expect((await run('reach', base, policy, '--format', 'csv')).out).toContain('unknown: All Connections');
    expect((await run('reach', base, policy, '--format', 'csv', '--ip-family', 'IPv4')).out).toBe(
      'src,dst,conn\n',
    );
    expect((await run('reach', 'why', 'a', 'b:80', base, policy, '--ip-family', 'IPv4')).out).toContain(
      'denied',
    );
    expect((await run('reach', base, '--ip-family', 'IPv4', '--ipv6')).code).toBe(2);
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
