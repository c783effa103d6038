// Which package keeps another from being updated, by the lock file of npm.
import { expect, test } from '@jest/globals';
import { npmHolders } from '../../../src/inspection/lock-files/npm-holders.ts';

const lock = (packages: object): { readonly file: string; readonly text: string } => ({
  file: 'web/package-lock.json',
  text: JSON.stringify({ name: 'app', lockfileVersion: 3, packages }),
});
const asks = (range: string, version = '1.0.0') => ({ version, dependencies: { tar: range } });
const tar = { version: '6.1.0' };

test.each<readonly [string, object, string, readonly (readonly [string, boolean])[] | undefined]>([
  ['asks for the series', { '': asks('^6'), 'node_modules/tar': tar }, 'node_modules/tar', []],
  [
    'asks for one version',
    { 'node_modules/a': asks('6.1.0'), 'node_modules/b': asks('^6'), 'node_modules/tar': tar },
    'node_modules/tar',
    [['a', false]],
  ],
  [
    'lies within, and asks for less',
    {
      'node_modules/a': asks('^7'),
      'node_modules/a/node_modules/@x/b': asks('~6.1.0'),
      'node_modules/a/node_modules/tar': tar,
      'node_modules/c': asks('6.1.0'),
      'node_modules/tar': { version: '6.0.0' },
    },
    'node_modules/a/node_modules/tar',
    [
      ['@x/b', false],
      ['a', false],
    ],
  ],
  [
    'bundles it',
    {
      'node_modules/npm': { version: '9.0.0', bundleDependencies: ['tar'] },
      'node_modules/npm/node_modules/pacote': { ...asks('^6'), inBundle: true },
      'node_modules/npm/node_modules/tar': { ...tar, inBundle: true },
    },
    'node_modules/npm/node_modules/tar',
    [['npm', true]],
  ],
  ['is the checkout itself', { '': asks('6.1.0'), 'node_modules/tar': tar }, 'node_modules/tar', []],
  [
    'asks for an address',
    { 'node_modules/a': asks('github:npm/tar'), 'node_modules/tar': tar },
    'node_modules/tar',
    undefined,
  ],
  ['is of another version', { 'node_modules/tar': { version: '6.1.1' } }, 'node_modules/tar', undefined],
])('what %s', (_, packages, place, expected) => {
  const found = npmHolders([lock(packages)])(`srv/app/${place}/package.json`, '6.1.0', '6.2.1');
  expect(found?.map(({ name, bundles }) => [name, bundles])).toEqual(expected);
});

test('lock files of other kinds, older ones and broken ones tell nothing', () => {
  const files = [
    { file: 'yarn.lock', text: '' },
    { file: 'package-lock.json', text: '{"lockfileVersion":1,"dependencies":{"tar":{"version":"6.1.0"}}}' },
    { file: 'a/package-lock.json', text: '{"packages": [1, "' },
  ];
  expect(npmHolders(files)('node_modules/tar/package.json', '6.1.0', '6.2.1')).toBeUndefined();
});
