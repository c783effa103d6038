// The grade: letters by age, what does not count, what is not gradable.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { badge } from '../../src/health/badge.ts';
import type { GradeConditions } from '../../src/health/conditions.ts';
import { grade } from '../../src/health/grade.ts';
import { letterOn, worstGrade } from '../../src/health/worst.ts';
import { dayOf, dayText } from '../../src/terms/day.ts';
import { type Severity, severities } from '../../src/terms/severity.ts';
import { conditions, malicious, now, vulnerability } from './sample.ts';

const today = dayOf(now);
const daysAgo = (days: number): string => `${dayText(today - days)}T23:59:59Z`;

describe('the letter of one missing fix', () => {
  test.each<[Severity, number, string]>([
    ['critical', 0, 'B'],
    ['critical', 7, 'B'],
    ['critical', 8, 'C'],
    ['critical', 30, 'C'],
    ['critical', 31, 'D'],
    ['critical', 90, 'D'],
    ['critical', 91, 'E'],
    ['critical', 365, 'E'],
    ['critical', 366, 'F'],
    ['high', 30, 'B'],
    ['high', 31, 'C'],
    ['high', 90, 'C'],
    ['high', 91, 'D'],
    ['high', 365, 'D'],
    ['high', 366, 'F'],
    ['unknown', 31, 'C'],
    ['medium', 4000, 'A'],
    ['low', 4000, 'A'],
  ])('%s, missing for %i days: %s', (severity, age, letter) => {
    expect(grade([vulnerability({ severity, since: daysAgo(age) })], now, conditions).letter).toBe(letter);
  });

  test('the day of the scan tells the days of the drops', () => {
    const found = grade([vulnerability({ severity: 'critical', since: daysAgo(5) })], now, conditions);
    const because = ['CVE-2026-0001'];
    expect(found.drops).toEqual([
      { on: dayText(today + 3), letter: 'C', because },
      { on: dayText(today + 26), letter: 'D', because },
      { on: dayText(today + 86), letter: 'E', because },
      { on: dayText(today + 361), letter: 'F', because },
    ]);
  });

  test('what has no fix is counted apart and never ages', () => {
    const found = grade([vulnerability({ fixed: undefined, since: daysAgo(4000) })], now, conditions);
    expect(found).toMatchObject({ letter: 'A', withoutFix: 1, drops: [] });
  });

  test('silence earns no A: no fix and no stated severity is at best B, and does not age', () => {
    const silent = vulnerability({ severity: 'unknown', fixed: undefined, since: daysAgo(4000) });
    const found = grade([silent], now, conditions);
    expect(found).toMatchObject({ letter: 'B', withoutFix: 1, drops: [], because: [silent.rule] });
    expect(found.sentence).toMatch(/nobody has yet said/);
    expect(grade([silent], now, { ...conditions, unknownSeverity: 'low' }).letter).toBe('A');
  });

  test('a policy may relax what an unknown severity counts as', () => {
    const findings = [vulnerability({ severity: 'unknown', since: daysAgo(100) })];
    expect(grade(findings, now, { ...conditions, unknownSeverity: 'low' }).letter).toBe('A');
    expect(grade(findings, now, { ...conditions, unknownSeverity: 'critical' }).letter).toBe('E');
  });
});

describe('no letter', () => {
  const refusal = { code: 'unreadable-database', what: 'rpm database', message: 'NDB is not read' } as const;
  const { advisoriesUpdated: _, ...noData } = conditions;
  test.each<[string, GradeConditions, RegExp]>([
    ['an unknown distribution', { ...conditions, system: { kind: 'unknown' } }, /distribution .* not known/],
    ['an unreadable database', { ...conditions, refusals: [refusal] }, /NDB is not read/],
    [
      'a refused layer',
      { ...conditions, refusals: [{ ...refusal, code: 'truncated' }] },
      /could not be looked at/,
    ],
    ['no advisories', noData, /no advisories at hand/],
    ['stale advisories', { ...conditions, advisoriesUpdated: '2026-11-22T00:00:00Z' }, /2026-11-22/],
    ['advisories of unknown age', { ...conditions, advisoriesUpdated: 'soon' }, /unknown time/],
    ['a distribution without advisories', { ...conditions, uncovered: ['Debian:12'] }, /Debian:12/],
    [
      'a release out of support',
      { ...conditions, system: { kind: 'known', name: 'Debian 11', support: { until: '2026-11-24' } } },
      /Debian 11 .* ended on 2026-11-24/,
    ],
  ])('%s', (_name, given, sentence) => {
    const found = grade([], now, given);
    expect(found.letter).toBeUndefined();
    expect(found.sentence).toMatch(sentence);
  });

  test('a fix that nobody dates, a malicious package', () => {
    expect(grade([vulnerability({ since: undefined })], now, conditions).letter).toBeUndefined();
    expect(grade([malicious()], now, conditions).letter).toBeUndefined();
  });

  test('support counts its last day, and an image from scratch has none to lose', () => {
    const system = { kind: 'known', name: 'Debian 11', support: { until: '2026-11-25' } } as const;
    expect(grade([], now, { ...conditions, system }).letter).toBe('A');
    expect(grade([], now, { ...conditions, system: { kind: 'none' } }).letter).toBe('A');
  });
});

const anyFinding = fc
  .record({
    rule: fc.constantFrom('CVE-1', 'CVE-2', 'CVE-3', 'CVE-4'),
    severity: fc.constantFrom(...severities),
    fixed: fc.option(fc.constant('2'), { nil: undefined }),
    since: fc.integer({ min: -3, max: 500 }).map(daysAgo),
  })
  .map(vulnerability);

describe('the schedule', () => {
  test('says for every later day what a scan on that day would say', () => {
    fc.assert(
      fc.property(fc.array(anyFinding), fc.integer({ min: 0, max: 600 }), (findings, later) => {
        const schedule = grade(findings, now, conditions);
        const day = new Date(now.getTime() + later * 86_400_000);
        const fresh = grade(findings, day, {
          ...conditions,
          advisoriesUpdated: day.toISOString(),
        });
        expect(letterOn(schedule, dayText(dayOf(day)))).toBe(fresh.letter);
      }),
    );
  });

  test('of several images is that of all their findings together', () => {
    fc.assert(
      fc.property(fc.array(fc.array(anyFinding), { minLength: 1, maxLength: 4 }), (images) => {
        const worst = worstGrade(images.map((findings) => grade(findings, now, conditions)));
        const together = grade(images.flat(), now, conditions);
        expect(worst?.letter).toBe(together.letter);
        const days = (drops: readonly { on: string; letter: string }[] | undefined) =>
          drops?.map(({ on, letter }) => `${on} ${letter}`);
        expect(days(worst?.drops)).toEqual(days(together.drops));
        expect(worst?.because).toEqual(together.because);
      }),
    );
  });

  test('does not depend on the order of findings', () => {
    fc.assert(
      fc.property(fc.array(anyFinding), (findings) => {
        expect(grade(findings.toReversed(), now, conditions)).toEqual(grade(findings, now, conditions));
      }),
    );
  });
});

test('an image that is not gradable makes the set not gradable', () => {
  const grades = [grade([], now, conditions), grade([], now, { ...conditions, uncovered: ['Alpine'] })];
  expect(worstGrade(grades)?.letter).toBeUndefined();
  expect(worstGrade([])).toBeUndefined();
});

test('the badge shows the letter with its next drop, or that there is none', () => {
  const found = grade([vulnerability({ severity: 'critical', since: daysAgo(5) })], now, conditions);
  expect(badge(found)).toEqual({
    schemaVersion: 1,
    label: 'image health',
    message: 'B, C from 2026-11-28',
    color: 'green',
  });
  expect(badge(grade([], now, { ...conditions, uncovered: ['x'] })).message).toBe('not gradable');
});
