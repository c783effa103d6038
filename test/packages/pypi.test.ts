// Python: wheels, eggs and egg-info, and the files that a wheel owns.
import { describe, expect, test } from '@jest/globals';
import { pypi } from '../../src/packages/pypi.ts';
import { pythonRecord } from '../../src/packages/pypi-record.ts';
import { zipOf } from '../advisories/zip-of.ts';
import { inventoryOf, refusalLines } from './image-of.ts';

const site = 'usr/lib/python3/dist-packages';

describe('a distribution is found in each of its forms', () => {
  test.each([
    [`${site}/Zope.Interface-5.0.dist-info/METADATA`],
    [`${site}/zope.egg-info/PKG-INFO`],
    [`${site}/zope-5.0.egg-info`],
    [`${site}/zope-5.0-py3.11.egg/EGG-INFO/PKG-INFO`],
  ])('%s', async (path) => {
    const text =
      'Metadata-Version: 2.1\r\nName: Zope._Interface\r\nVersion: 5.0\r\nClassifier: License :: OSI Approved :: MIT License\r\n\r\nName: other\r\n';
    const { packages } = await inventoryOf([pypi], { [path]: text });
    expect(packages).toEqual([
      {
        purl: 'pkg:pypi/zope-interface@5.0',
        type: 'pypi',
        name: 'zope-interface',
        version: '5.0',
        licenses: ['MIT License'],
        path,
        layer: 0,
      },
    ]);
  });
});

describe('an egg that was left packed', () => {
  const egg = `${site}/zope-5.0-py3.11.egg`;

  test('is a package', async () => {
    const body = zipOf([
      ['zope/__init__.py', ''],
      ['EGG-INFO/PKG-INFO', 'Name: zope\nVersion: 5.0\n'],
    ]);
    const { packages } = await inventoryOf([pypi], { [egg]: body });
    expect(packages.map(({ purl, path }) => [purl, path])).toEqual([['pkg:pypi/zope@5.0', egg]]);
  });

  test.each([
    ['that is cut short', zipOf([['a.py', 'x']]).subarray(0, 20), 'cannot be read: it is cut short'],
    ['that says nothing of itself', zipOf([['a.py', 'x']]), 'states no name and version'],
  ])('%s is refused by name', async (_, body, why) => {
    expect(refusalLines(await inventoryOf([pypi], { [egg]: body })).join()).toContain(`${egg} ${why}`);
  });
});

test('the files of a wheel are those of its RECORD', async () => {
  const { packages } = await inventoryOf([pypi], {
    'opt/lib/a-1.dist-info/METADATA': 'Name: a\nVersion: 1\nLicense: UNKNOWN\n',
    'opt/lib/a-1.dist-info/RECORD': 'a/b.py,sha256=x,3\n../bin/a,,\n"a/c,d.py",,\n',
  });
  expect(packages[0]?.files).toEqual(['opt/lib/a/b.py', 'opt/bin/a', 'opt/lib/a/c,d.py']);
  expect(packages[0]?.licenses).toBeUndefined();
});

test('a RECORD names no file outside the image', () => {
  expect(pythonRecord('a/b.dist-info/RECORD', '../../../etc/passwd,,\n/usr/bin/x,,\n')).toEqual([
    'usr/bin/x',
  ]);
});

test('metadata without a version is refused by name', async () => {
  const path = `${site}/a.dist-info/METADATA`;
  expect(refusalLines(await inventoryOf([pypi], { [path]: 'Name: a\n\nVersion: 1\n' }))).toContain(
    `malformed: ${path} states no name and version, so its package is not known`,
  );
});
