// PHP: what Composer lists as installed, in the form of its first and of its second version.
import { describe, expect, test } from '@jest/globals';
import { composer } from '../../src/packages/composer.ts';
import { inventoryOf, refusalLines } from './image-of.ts';

const path = 'app/vendor/composer/installed.json';
const list = [
  { name: 'symfony/http-kernel', version: 'v5.4.1', version_normalized: '5.4.1.0', license: ['MIT'] },
  { name: 'Acme/Tool', version: 'dev-main', license: 'proprietary' },
];

describe('packages are found', () => {
  test.each([
    ['a list, as Composer 1 writes', list],
    ['an object, as Composer 2 writes', { packages: list, dev: false, 'dev-package-names': [] }],
  ])('%s', async (_, document) => {
    const { packages } = await inventoryOf([composer], { [path]: JSON.stringify(document) });
    expect(packages.map(({ purl, name, version, licenses }) => [purl, name, version, licenses])).toEqual([
      ['pkg:composer/acme/tool@dev-main', 'Acme/Tool', 'dev-main', ['proprietary']],
      ['pkg:composer/symfony/http-kernel@v5.4.1', 'symfony/http-kernel', 'v5.4.1', ['MIT']],
    ]);
  });
});

test.each([['{"packages":'], ['{}'], ['[{"name":"a/b"}]'], ['{"packages":{"a":1}}']])(
  '%s is refused by name',
  async (text) => {
    const inventory = await inventoryOf([composer], { [path]: text });
    expect(inventory.packages).toEqual([]);
    expect(refusalLines(inventory)[0]).toBe(
      `malformed: ${path} is no list of packages as Composer writes it, so none of them is known`,
    );
  },
);

test('one that lies in a package is no installation', async () => {
  const { packages } = await inventoryOf([composer], { 'app/fixtures/installed.json': JSON.stringify(list) });
  expect(packages).toEqual([]);
});
