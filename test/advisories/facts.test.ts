// Scores, support dates, ranges and the choice of a source, by published and own examples.
import { describe, expect, test } from '@jest/globals';
import { chooseSource, defaultMaxAge } from '../../src/advisories/choice.ts';
import { scoreVector } from '../../src/advisories/cvss/score.ts';
import { affects } from '../../src/advisories/ranges.ts';
import { supportOf } from '../../src/advisories/support.ts';
import { semver } from '../../src/packages/versions/semver.ts';

// first.org: CVSS v2 guide §3.3, v3.1 examples, and the base scores of v4.0 «Examples» (first.org/cvss/v4-0/examples).
test.each([
  ['AV:N/AC:L/Au:N/C:N/I:N/A:C', 7.8],
  ['AV:N/AC:L/Au:N/C:C/I:C/A:C', 10],
  ['AV:L/AC:H/Au:N/C:C/I:C/A:C', 6.2],
  ['CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N', 3.1],
  ['CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H', 9.9],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N', 7.5],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 9.8],
  ['CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', 6.1],
  ['CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N', 6.4],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', 0],
  ['CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 7.3],
  ['CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 7.7],
  ['CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N', 8.3],
  ['CVSS:4.0/AV:L/AC:L/AT:N/PR:N/UI:A/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N', 4.6],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:A/VC:N/VI:N/VA:N/SC:L/SI:L/SA:N', 5.1],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:L/SI:L/SA:N', 6.9],
  ['CVSS:4.0/AV:L/AC:L/AT:N/PR:H/UI:N/VC:N/VI:N/VA:N/SC:H/SI:N/SA:N', 5.9],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H', 10],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N', 0],
  ['CVSS:3.1/AV:N/AC:L', undefined],
  ['CVSS:5.0/AV:N', undefined],
])('%s scores %p', (vector, score) => expect(scoreVector(vector)).toBe(score));

const debian = { id: 'debian', idLike: [], path: 'etc/os-release', layer: 0 };
test.each([
  ['12', '2026-07-11', 'supported'],
  ['12', '2026-07-12', 'lts'],
  ['12', '2028-07-01', 'ended'],
  ['99', '2026-07-12', 'unknown'],
])('Debian %s on %s is %s', (versionId, day, kind) => {
  expect(supportOf({ ...debian, versionId }, new Date(day)).kind).toBe(kind);
});

describe('ranges', () => {
  const entry = { ecosystem: 'npm', name: 'x', versions: ['9.0.0'], gitRanges: 0, severity: [], triage: [] };
  const events = [
    { kind: 'introduced', version: '3.0.0' },
    { kind: 'introduced', version: '0' },
    { kind: 'fixed', version: '1.5.0' },
    { kind: 'last_affected', version: '3.2.0' },
    // Introduced and fixed in the same version: Bitnami's way to say that a line was never affected.
    { kind: 'introduced', version: '4.0.0' },
    { kind: 'fixed', version: '4.0.0' },
  ] as const;
  test.each([
    ['1.0.0', { fixed: '1.5.0' }],
    ['1.5.0', undefined],
    ['3.2.0', { fixed: '4.0.0' }],
    ['3.2.1', undefined],
    ['4.0.0', undefined],
    ['4.0.1', undefined],
    ['9.0.0', {}],
  ])('%s', (version, hit) => expect(affects({ ...entry, ranges: [events] }, version, semver)).toEqual(hit));
});

const now = new Date('2026-06-03T00:00:00Z');
test.each([
  ['2026-06-02T00:00:00Z', true, true, 'store'],
  ['2026-05-01T00:00:00Z', true, true, 'osv.dev'],
  ['2026-05-01T00:00:00Z', false, true, 'dumps'],
  ['2026-05-01T00:00:00Z', true, false, 'none'],
])('store of %s, public %s, network %s: %s', (updated, isPublic, network, kind) => {
  const facts = { storeUpdated: new Date(updated), now, maxAge: defaultMaxAge, isPublic, network };
  expect(chooseSource(facts).kind).toBe(kind);
});
