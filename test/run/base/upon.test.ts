// The inventory of an image upon a newer base.
import { expect, test } from '@jest/globals';
import { outcomeUpon } from '../../../src/run/base/upon.ts';
import type { ImageOutcome } from '../../../src/run/image/outcome.ts';
import type { Package } from '../../../src/terms/package.ts';
import { imageOf } from '../../inspection/inspected.ts';

const npm = (version: string, layer: number): Package => ({
  purl: `pkg:npm/tar@${version}`,
  type: 'npm',
  name: 'tar',
  version,
  path: 'app/node_modules/tar/package.json',
  layer,
});
const outcomeOf = (layers: number, packages: readonly Package[]): ImageOutcome => ({
  image: imageOf({ layers: Array.from({ length: layers }, () => []) }),
  packages,
  findings: [],
  refusals: [],
  kinds: Array.from({ length: layers }, () => 'base' as const),
  accounting: { parsed: 0, notInteresting: 0, refused: 0 },
});

test('a file that a layer above writes hides the one of the newer base', () => {
  const upon = outcomeUpon(outcomeOf(2, [npm('2', 1)]), { depth: 1, newer: outcomeOf(3, [npm('1', 0)]) });
  expect(upon.packages).toEqual([npm('2', 3)]);
  expect(upon.image.layers).toHaveLength(4);
});

test('what lies beside it in the newer base stays', () => {
  const beside = { ...npm('1', 0), path: 'usr/lib/node_modules/tar/package.json' };
  const upon = outcomeUpon(outcomeOf(2, [npm('2', 1)]), { depth: 1, newer: outcomeOf(1, [beside]) });
  expect(upon.packages).toEqual([beside, npm('2', 1)]);
});

test.each([
  [0, undefined],
  [1, 'debian'],
])('upon a base without a distribution, one of layer %d is %s', (layer, id) => {
  const os = { id: 'debian', idLike: [], path: 'etc/os-release', layer };
  const upon = outcomeUpon({ ...outcomeOf(2, []), os }, { depth: 1, newer: outcomeOf(1, []) });
  expect(upon.os?.id).toBe(id);
});
