// npm's own word on this project: the packages below node_modules are those that `npm ls` lists.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect } from '@jest/globals';
import { isPackageRoot, npm } from '../../src/packages/npm.ts';
import { type Files, inventoryOf, refusalLines } from '../packages/image-of.ts';
import { run, testWith } from './packages-tools.ts';

const project = resolve(import.meta.dirname, '../..');

function manifests(): Files {
  const all = readdirSync(join(project, 'node_modules'), { recursive: true, encoding: 'utf8' });
  const paths = all
    .filter((path) => path.endsWith('/package.json'))
    .map((path) => `node_modules/${path}`)
    .filter((path) => path.length <= 100 || isPackageRoot(path));
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(project, path))]));
}

describe('the packages of this project', () => {
  testWith('npm')('are those that npm ls lists, and no fixture inside of one', async () => {
    const listed = run('npm', ['ls', '--all', '--parseable', '--long'], project)
      .trim()
      .split('\n')
      .map((line) => line.split(':'))
      .filter(([path]) => path !== project)
      // An alias is followed by what it stands for: `string-width-cjs@npm:string-width@4.2.3`.
      .map(
        ([path = '', id = '', aliased]) =>
          `${path.slice(project.length + 1)} ${/@npm$/.test(id) ? aliased : id}`,
      );
    const inventory = await inventoryOf([npm], manifests());
    expect(refusalLines(inventory)).toEqual([]);
    const ours = inventory.packages.map(
      ({ path, name, version }) => `${path.replace(/\/package\.json$/, '')} ${name}@${version}`,
    );
    expect(ours.sort()).toEqual([...new Set(listed)].sort());
  });
});
