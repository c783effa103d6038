// .NET: the packages of a published application and of a shared framework.
import { expect, test } from '@jest/globals';
import { nuget } from '../../src/packages/nuget.ts';
import { inventoryOf, refusalLines } from './image-of.ts';

const path = 'app/Shop.deps.json';

test('packages are found, the project itself and its references are none', async () => {
  const document = {
    runtimeTarget: { name: '.NETCoreApp,Version=v8.0' },
    libraries: {
      'Shop/1.0.0': { type: 'project', serviceable: false, sha512: '' },
      'Newtonsoft.Json/12.0.1': { type: 'package', serviceable: true, sha512: 'sha512-x' },
      'runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/8.0.1': { type: 'runtimepack' },
      'Old.Assembly/1.0.0.0': { type: 'reference' },
    },
  };
  const { packages } = await inventoryOf([nuget], { [path]: `\ufeff${JSON.stringify(document)}` });
  expect(packages.map(({ purl }) => purl)).toEqual([
    'pkg:nuget/Microsoft.NETCore.App.Runtime.linux-x64@8.0.1',
    'pkg:nuget/Newtonsoft.Json@12.0.1',
  ]);
});

test('one that is cut short is refused by name; a document of another kind is none', async () => {
  const cut = await inventoryOf([nuget], { [path]: '{"libraries":{' });
  expect(refusalLines(cut)[0]).toBe(
    `malformed: ${path} is no list of libraries as .NET writes it, so its packages are not known`,
  );
  const other = await inventoryOf([nuget], { 'srv/build.deps.json': '{"main.js":["a.js"]}' });
  expect(refusalLines(other).filter((line) => line.includes('deps.json'))).toEqual([]);
});
