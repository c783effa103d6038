// npm: which package.json is an installed package, and what is said of it.
import { describe, expect, test } from '@jest/globals';
import { isPackageRoot, npm } from '../../src/packages/npm.ts';
import { inventoryOf, refusalLines } from './image-of.ts';

describe('a package is found where npm, pnpm, Yarn and Debian install it, and nowhere else', () => {
  test.each([
    ['app/node_modules/a/package.json', true],
    ['node_modules/@s/a/package.json', true],
    ['usr/local/lib/node_modules/npm/node_modules/b/package.json', true],
    ['app/node_modules/.pnpm/a@1.0.0/node_modules/@s/a/package.json', true],
    ['usr/share/nodejs/@babel/core/package.json', true],
    ['usr/lib/x86_64-linux-gnu/nodejs/a/package.json', true],
    ['opt/yarn-v1.22.19/package.json', true],
    ['app/package.json', false],
    ['app/node_modules/a/dist/package.json', false],
    ['app/node_modules/a/test/node_modules/b/package.json', false],
    ['app/node_modules/.cache/package.json', false],
    ['my_node_modules/a/package.json', false],
  ])('%s: %p', (path, found) => {
    expect(isPackageRoot(path)).toBe(found);
  });
});

test('name, version, licence, place and layer are those of the visible manifest', async () => {
  const { packages } = await inventoryOf(
    [npm],
    { 'app/node_modules/@s/a/package.json': '{"name":"@s/a","version":"1.0.0"}' },
    { 'app/node_modules/@s/a/package.json': '{"name":"@s/a","version":"1.0.1","license":{"type":"MIT"}}' },
  );
  expect(packages).toEqual([
    {
      purl: 'pkg:npm/%40s/a@1.0.1',
      type: 'npm',
      name: '@s/a',
      version: '1.0.1',
      licenses: ['MIT'],
      path: 'app/node_modules/@s/a/package.json',
      layer: 1,
    },
  ]);
});

test('a manifest that cannot be read is refused by name; one without a version is no package', async () => {
  const inventory = await inventoryOf([npm], {
    'node_modules/a/package.json': '{"name":',
    'node_modules/b/package.json': '[]',
    'node_modules/c/package.json': '{"type":"module"}',
    'node_modules/d/package.json': '{"name":{},"version":7}',
  });
  expect(inventory.packages).toEqual([]);
  expect(refusalLines(inventory).filter((line) => line.includes('node_modules'))).toEqual([
    'malformed: node_modules/a/package.json is no JSON object, so the package beside it is not known',
    'malformed: node_modules/b/package.json is no JSON object, so the package beside it is not known',
  ]);
});
