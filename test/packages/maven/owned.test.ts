// A jar that a package of the distribution brought is judged as that package, also where its own name is not known.
import { expect, test } from '@jest/globals';
import { dpkg } from '../../../src/packages/dpkg/format.ts';
import type { Inventory } from '../../../src/packages/inventory.ts';
import { maven } from '../../../src/packages/maven/format.ts';
import { inventoryOf, refusalLines } from '../image-of.ts';
import { anyClass, jarOf, pomProperties } from './jars.ts';

const status = 'Package: libx-java\nStatus: install ok installed\nVersion: 1-1\nArchitecture: all\n';
const system = {
  'etc/os-release': 'ID=debian\nVERSION_ID=12\n',
  'var/lib/dpkg/status': status,
  'var/lib/dpkg/info/libx-java.list': '/.\n/usr/share/java/known.jar\n/usr/share/java/x-1.0.jar\n',
};
const nobodys = jarOf(anyClass);

test('known ones are attributed, unknown ones leave nothing open', async () => {
  const inventory = await inventoryOf([dpkg, maven], {
    ...system,
    'usr/share/java/known.jar': jarOf({ ...pomProperties('org.x', 'known', '1'), ...anyClass }),
    'usr/share/java/x-1.0.jar': nobodys,
  });
  const owner = 'pkg:deb/debian/libx-java@1-1?arch=all&distro=debian-12';
  expect(inventory.packages.map(({ purl, ownedBy }) => [purl, ownedBy])).toEqual([
    [owner, undefined],
    ['pkg:maven/org.x/known@1', owner],
  ]);
  expect(refusalLines(inventory)).toEqual([]);
});

test('one that a later layer put in its place does', async () => {
  const inventory = await inventoryOf(
    [dpkg, maven],
    { ...system, 'usr/share/java/x-1.0.jar': nobodys },
    { 'usr/share/java/x-1.0.jar': jarOf({ ...anyClass, 'another.class': 'x' }) },
  );
  expect(unnamed(inventory)).toEqual(['usr/share/java/x-1.0.jar']);
});

test('one outside of its files does', async () => {
  const inventory = await inventoryOf([dpkg, maven], { ...system, 'opt/y-1.0.jar': nobodys });
  expect(unnamed(inventory)).toEqual(['opt/y-1.0.jar']);
});

function unnamed({ packages }: Inventory): string[] {
  return packages.filter(({ type }) => type === 'generic').map(({ path }) => path);
}
