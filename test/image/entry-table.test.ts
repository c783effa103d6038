// Whatever the paths, every entry of a layer is found, and no other.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Entry } from '../../src/image/analyzer.ts';
import { findEntry, hasWithin } from '../../src/image/entry-table.ts';
import { entryTableBuilder } from '../../src/image/entry-table-builder.ts';
import { tableEntries } from './layers.ts';

const part = fc.constantFrom('a', 'aa', 'ab', 'a-', 'b', 'ä', 'zz', 'long-name-of-a-file');
const path = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/'));
const sets = fc.uniqueArray(path, { minLength: 0, maxLength: 120, size: 'max' });

function entry(at: string, size: number): Entry {
  return { path: at, type: 'file', size, mode: 0o644, uid: 0, gid: 0, mtime: -5 };
}

test('entries are found by path, directories by what is below them', () => {
  fc.assert(
    fc.property(sets, fc.array(path, { maxLength: 60 }), (paths, others) => {
      const builder = entryTableBuilder();
      for (const [size, at] of paths.entries()) builder.add(entry(at, size));
      const { table } = builder.finish();
      const sizes = new Map(paths.map((at, size) => [at, size]));
      for (const at of [...paths, ...others, 'a/', '', 'zzz']) {
        const size = sizes.get(at);
        expect(findEntry(table, at)).toEqual(size === undefined ? undefined : entry(at, size));
        const inside = paths.some((one) => one === at || one.startsWith(`${at}/`));
        expect(hasWithin(table, at)).toBe(inside);
      }
      expect(
        tableEntries(table)
          .map(({ path }) => path)
          .sort(),
      ).toEqual([...paths].sort());
    }),
    { numRuns: 300 },
  );
});
