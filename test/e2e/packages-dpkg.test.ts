// dpkg's own word on the database of the machine that runs the tests.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect } from '@jest/globals';
import { dpkg } from '../../src/packages/dpkg/format.ts';
import { type Files, inventoryOf, refusalLines } from '../packages/image-of.ts';
import { run, testWith } from './packages-tools.ts';

function machine(): Files {
  const files: Record<string, Buffer> = { 'etc/os-release': readFileSync('/etc/os-release') };
  const add = (path: string): void => {
    if (existsSync(`/${path}`) && path.length <= 100) files[path] = readFileSync(`/${path}`);
  };
  add('var/lib/dpkg/status');
  for (const name of readdirSync('/var/lib/dpkg/info'))
    if (name.endsWith('.list')) add(`var/lib/dpkg/info/${name}`);
  return files;
}

describe('a dpkg database', () => {
  testWith('dpkg-query')('holds what dpkg-query -W says', async () => {
    const columns = [
      'db:Status-Status',
      'Package',
      'Version',
      'Architecture',
      'source:Package',
      'source:Version',
    ];
    const format = `${columns.map((column) => `\${${column}}`).join(' ')}\n`;
    const expected = run('dpkg-query', ['-W', '-f', format])
      .trim()
      .split('\n')
      .filter((line) => !/^(?:not-installed|config-files) /.test(line))
      .map((line) => line.slice(line.indexOf(' ') + 1));
    const files = machine();
    const inventory = await inventoryOf([dpkg], files);
    expect(refusalLines(inventory)).toEqual([]);
    const ours = inventory.packages.map(({ name, version, architecture, source }) =>
      [name, version, architecture, source?.name, source?.version].join(' '),
    );
    expect(ours.sort()).toEqual(expected.sort());
  });
});
