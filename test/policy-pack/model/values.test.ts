import { describe, expect, test } from '@jest/globals';
import { decodePulumiValue } from '../../../policy-pack/model/pulumi-values.ts';
import { parseQuantity } from '../../../policy-pack/model/quantity.ts';
import { at, formatPath, holes } from '../../../policy-pack/model/tree.ts';
import { booleanAt, textAt } from '../../../policy-pack/model/typed.ts';

const marker = '4dabf18193072939515e22adb298388d';
const computed = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

describe('values of three kinds', () => {
  const tree = decodePulumiValue(
    {
      plain: 'x',
      none: null,
      later: computed,
      secret: { [marker]: '1b47061264138c4ac30d75fd1eb44270', value: { inner: 'hush' } },
      sealed: { [marker]: '1b47061264138c4ac30d75fd1eb44270', ciphertext: 'AAAA' },
      opened: { [marker]: '1b47061264138c4ac30d75fd1eb44270', plaintext: '"word"' },
      output: { [marker]: 'd0e6a833031e9bbcd3f4e8bde6ca49a4', dependencies: ['urn:a'] },
      asset: { [marker]: 'c44067f5952c0a294b673a41bacd8c17', text: 'x' },
      list: [1, computed],
    },
    ['urn:whole'],
  );

  test.each([
    [['plain'], { kind: 'known', value: 'x', secret: false }],
    [['none'], { kind: 'known', value: undefined, secret: false }],
    [['missing', 'deeper'], { kind: 'known', value: undefined, secret: false }],
    [['plain', 'into', 'text'], { kind: 'known', value: undefined, secret: false }],
    [['constructor'], { kind: 'known', value: undefined, secret: false }],
    [['later', 'below'], { kind: 'unknown', path: 'later', dependsOn: ['urn:whole'] }],
    [['secret', 'inner'], { kind: 'known', value: 'hush', secret: true }],
    [['sealed'], { kind: 'opaque', path: 'sealed', reason: 'an encrypted secret' }],
    [['opened'], { kind: 'known', value: 'word', secret: true }],
    [['output'], { kind: 'unknown', path: 'output', dependsOn: ['urn:a'] }],
    [['asset'], { kind: 'opaque', path: 'asset', reason: 'an asset' }],
    [['list', 1], { kind: 'unknown', path: 'list[1]', dependsOn: ['urn:whole'] }],
    [['list', 7], { kind: 'known', value: undefined, secret: false }],
  ])('%j', (path, expected) => {
    expect(at(tree, path)).toEqual(expected);
  });

  test('every hole is found with its path', () => {
    expect(holes(tree).map(({ path }) => formatPath(path))).toEqual([
      'later',
      'sealed',
      'output',
      'asset',
      'list[1]',
    ]);
  });

  test('a wrong type is opaque and never absent', () => {
    expect(booleanAt({ privileged: 'true' }, ['privileged']).kind).toBe('opaque');
    expect(textAt({ port: 80 }, ['port'])).toEqual({ kind: 'known', value: '80', secret: false });
  });
});

describe('quantities', () => {
  test.each([
    ['0.5', '500m'],
    ['1', 1],
    ['1Ki', '1024'],
    ['0.5Gi', '512Mi'],
    ['1e3', '1k'],
    ['100000u', '100m'],
    ['+2', '2.0'],
    ['.5', '5e-1'],
  ])('%s is %s', (a, b) => {
    expect(parseQuantity(a)).toBeDefined();
    expect(parseQuantity(a)).toBe(parseQuantity(b));
  });

  test.each(['', 'x', '1 Gi', '1ki', '--1', '.', '1e', '1.2.3'])('%j is none', (text) => {
    expect(parseQuantity(text)).toBeUndefined();
  });

  test('what is finer than a billionth is rounded up', () => {
    expect(parseQuantity('0.0000000001')).toBe(1n);
  });
});
