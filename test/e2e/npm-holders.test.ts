// npm's own word on who asks for a package of this project: those, and no others, hold it back from a version beyond them all.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect } from '@jest/globals';
import satisfies from 'semver/functions/satisfies.js';
import { npmHolders } from '../../src/inspection/lock-files/npm-holders.ts';
import { run, testWith } from './packages-tools.ts';

const project = resolve(import.meta.dirname, '../..');
const beyond = '9999.0.0';

interface Explained {
  readonly version: string;
  readonly location: string;
  readonly dependents: readonly {
    readonly type: string;
    readonly spec: string;
    readonly from: { readonly name?: string; readonly version?: string };
  }[];
}

/** Of several versions side by side: there the place decides who is meant. */
const names = ['semver', 'glob', 'minimatch', 'brace-expansion', 'ansi-regex', 'string-width', 'debug', 'ms'];

describe('the lock file of this project', () => {
  testWith('npm')('names the packages that npm explains', () => {
    const explained: Explained[] = JSON.parse(run('npm', ['explain', '--json', ...names], project));
    const text = readFileSync(join(project, 'package-lock.json'), 'utf8');
    const holders = npmHolders([{ file: 'package-lock.json', text }]);
    expect(explained.length).toBeGreaterThan(names.length);
    for (const { location, version, dependents } of explained) {
      const expected = dependents
        .filter(({ type, spec }) => type !== 'peer' && !satisfies(beyond, spec.replace(/^npm:.*@/, '')))
        .flatMap(({ from }) => (from.name === undefined ? [] : [`${from.name}@${from.version}`]));
      const found = holders(`srv/${location}/package.json`, version, beyond);
      const told = found?.map((one) => `${one.name}@${one.version}`) ?? [];
      expect({ location, told: [...new Set(told)].sort() }).toEqual({
        location,
        told: [...new Set(expected)].sort(),
      });
    }
  });
});
