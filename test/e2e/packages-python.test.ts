// Python's own word on what is installed where the tests run: the distributions that importlib finds.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect } from '@jest/globals';
import { z } from 'zod';
import { pypi, pythonName } from '../../src/packages/pypi.ts';
import { inventoryOf, refusalLines } from '../packages/image-of.ts';
import { run, testWith } from './packages-tools.ts';

const script = `
import importlib.metadata, json
found = [(d.metadata["Name"], d.version, str(d._path)) for d in importlib.metadata.distributions()]
print(json.dumps(found))
`;

describe('the Python packages of this machine', () => {
  testWith('python3')('are those that importlib.metadata finds', async () => {
    const listed = z
      .array(z.tuple([z.string(), z.string(), z.string()]))
      .parse(JSON.parse(run('python3', ['-c', script])));
    const files = listed.flatMap(([, , path]) =>
      [path, `${path}/METADATA`, `${path}/PKG-INFO`, `${path}/RECORD`]
        .filter((file) => /\.egg-info$|METADATA$|PKG-INFO$|RECORD$/.test(file) && existsSync(file))
        .flatMap((file) => (isFile(file) ? [[placeOf(file), readFileSync(file)] as const] : [])),
    );
    const inventory = await inventoryOf([pypi], Object.fromEntries(files));
    expect(refusalLines(inventory)).toEqual([]);
    const ours = inventory.packages.map(({ name, version }) => `${name} ${version}`);
    expect(ours.sort()).toEqual(listed.map(([name, version]) => `${pythonName(name)} ${version}`).sort());
    expect(ours.length).toBeGreaterThan(2);
  });
});

/** Short enough for the archive that the test writes, and its own for each. */
function placeOf(file: string): string {
  const [name = '', ...folders] = file.split('/').reverse();
  return /-info$/.test(name) ? `site/${name}` : `site/${folders[0] ?? ''}/${name}`;
}

function isFile(path: string): boolean {
  try {
    readFileSync(path);
    return true;
  } catch {
    return false;
  }
}
