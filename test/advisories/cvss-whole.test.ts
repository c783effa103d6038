// Every base vector that there is, scored: the whole list is that of an implementation which shares nothing with ours.
import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { scoreVector } from '../../src/advisories/cvss/score.ts';

type Scales = readonly (readonly [metric: string, values: string])[];

const v4: Scales = [
  ...([
    ['AV', 'NALP'],
    ['AC', 'LH'],
    ['AT', 'NP'],
    ['PR', 'NLH'],
    ['UI', 'NPA'],
  ] as const),
  ...['VC', 'VI', 'VA', 'SC', 'SI', 'SA'].map((metric) => [metric, 'HLN'] as const),
];
const v3: Scales = [
  ...([
    ['AV', 'NALP'],
    ['AC', 'LH'],
    ['PR', 'NLH'],
    ['UI', 'NR'],
    ['S', 'UC'],
  ] as const),
  ...['C', 'I', 'A'].map((metric) => [metric, 'HLN'] as const),
];
const v2: Scales = [
  ...([
    ['AV', 'LAN'],
    ['AC', 'HML'],
    ['Au', 'MSN'],
  ] as const),
  ...['C', 'I', 'A'].map((metric) => [metric, 'NPC'] as const),
];

/** Vectors in the order of the scales, the last metric changing fastest. */
function vectors(prefix: string, scales: Scales): readonly string[] {
  return scales
    .reduce<readonly string[]>(
      (all, [metric, values]) =>
        all.flatMap((one) => [...values].map((value) => `${one}${one === '' ? '' : '/'}${metric}:${value}`)),
      [''],
    )
    .map((one) => prefix + one);
}

// SHA-256 of the lines `VECTOR SCORE` by the Python package cvss 3.6 (Red Hat Product Security), whose own tests hold it to
// FIRST's calculators; it gave the same score for each vector on 2026-11-28.
test.each([
  ['CVSS:4.0/', v4, 104_976, '3e71127d206a943d510f7324d2d7fd463e43d947e834bf7d001df9779df3405f'],
  ['CVSS:3.1/', v3, 2592, 'ad0f52124967752cabaff871eb43c121fa279e6b9a52feedc15d042401232eb4'],
  ['CVSS:3.0/', v3, 2592, '18c7d4b21f4908d5950f38af660814a4aa4b79b6ad61901ec0dd35196a2e3f63'],
  ['', v2, 729, 'efed619b32adeeb5402004b8a9180ce9e25cc70b2b2453f48d631a941c756a01'],
])('%s: all base scores', (prefix, scales, count, digest) => {
  const all = vectors(prefix, scales);
  expect(all.length).toBe(count);
  const lines = all.map((vector) => `${vector} ${scoreVector(vector)?.toFixed(1)}\n`).join('');
  expect(createHash('sha256').update(lines).digest('hex')).toBe(digest);
});
