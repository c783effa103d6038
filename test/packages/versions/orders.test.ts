// Version orders: the traps of each ecosystem by name, the laws of an order, and time on hostile text.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { alpine } from '../../../src/packages/versions/alpine.ts';
import { debian } from '../../../src/packages/versions/debian.ts';
import { dotted } from '../../../src/packages/versions/dotted.ts';
import { maven } from '../../../src/packages/versions/maven.ts';
import { nuget } from '../../../src/packages/versions/nuget.ts';
import { packagist } from '../../../src/packages/versions/packagist.ts';
import { pypi } from '../../../src/packages/versions/pypi.ts';
import { rpm } from '../../../src/packages/versions/rpm.ts';
import { rubygems } from '../../../src/packages/versions/rubygems.ts';
import { semver } from '../../../src/packages/versions/semver.ts';
import { ContentError } from '../../../src/terms/refusal.ts';
import { growth, linear } from '../../growth.ts';

const all = [alpine, debian, dotted, maven, nuget, packagist, pypi, rpm, rubygems, semver];
const huge = '99999999999999999999999';

describe('the older version comes first', () => {
  test.each([
    [debian, '1.2.3-1~deb12u1', '<', '1.2.3-1'],
    [debian, '1.0', '=', '0:1.0-0'],
    [debian, '9.9', '<', '1:0.1'],
    [debian, '1.0a', '<', '1.0+'],
    [rpm, '1.0~rc1-1', '<', '1.0-1'],
    [rpm, '1.0^git1-1', '>', '1.0-1'],
    [rpm, '1.0^git1', '<', '1.0.1'],
    [rpm, '5.el9', '<', '5.1'],
    [rpm, '2:1-1', '>', '10-1'],
    [alpine, '1.2.3_rc1-r5', '<', '1.2.3-r0'],
    [alpine, '1.2.3_p1', '>', '1.2.3'],
    [alpine, '1.2b', '>', '1.2a'],
    [alpine, '1.2.010', '<', '1.2.1'],
    [alpine, '1.2~abc-r1', '<', '1.2~abd-r0'],
    [pypi, '1.0.dev1', '<', '1.0a1'],
    [pypi, '1.0rc1', '<', '1.0'],
    [pypi, '1.0', '=', 'v1.0.0'],
    [pypi, '1.0.post1.dev2', '<', '1.0.post1'],
    [pypi, '1.0+abc', '>', '1.0'],
    [pypi, 'not-a-version', '<', '0.0.dev0'],
    [maven, '1.0-alpha-1', '<', '1.0-SNAPSHOT'],
    [maven, '2.5.2', '<', '2.5.2.SP2'],
    [maven, '1-1', '=', '1-ga-1'],
    [maven, '1.0.0-RC16', '<', '1.0.0.RC8-beta'],
    [semver, '1.0.0-alpha.2', '<', '1.0.0-alpha.11'],
    [semver, 'v1.2.3+a', '=', '1.2.3+b'],
    [semver, '1.0.0-1', '<', '1.0.0-a'],
    [rubygems, '1.0.a10', '>', '1.0.a9'],
    [rubygems, '1.0.0', '=', '1'],
    [rubygems, '1.0-1', '<', '1.0'],
    [packagist, '1.0-dev', '<', '1.0a1'],
    [packagist, '1.0.0', '<', '1.0.0-patch1'],
    [packagist, '1.2.3.#', '=', '1.2.3.1'],
    [nuget, '1.0.0-BETA', '=', '1.0.0-beta'],
    [nuget, '1.0.0', '<', '1.0.0.1'],
    [dotted, '1.9', '<', '1.10'],
    [dotted, '1.0', '<', '1.0.0'],
  ] as const)('%# $id %s %s %s', (order, a, sign, b) => {
    const expected = ['<', '=', '>'].indexOf(sign) - 1;
    expect(order.compare(a, b)).toBe(expected);
    expect(order.compare(b, a) + expected).toBe(0);
  });

  test.each(all)('$id compares numbers of any size', (order) => {
    expect(order.compare(`${huge}1.0`, `${huge}2.0`)).toBe(-1);
  });
});

test('a Debian version whose epoch is no number is an error, not an order', () => {
  const broken = '1.2.3-not-a-debian:version!@#$';
  expect(() => debian.compare('1.2.3', broken)).toThrow(ContentError);
  expect(() => debian.compare(broken, broken)).toThrow(ContentError);
});

describe('valid tells versions from other text', () => {
  test.each([
    [debian, ['1:2.0-1', '2.7.4+x~y'], ['a1', 'x:1', '1_2', '']],
    [rpm, ['1:1.0-3.el9', '1.0'], ['1 0', '']],
    [alpine, ['1.2.3a_rc1_p2~ab-r3'], ['1.2-r', 'a', '1_foo']],
    [pypi, ['1!1.0rc1.post2.dev3+x.y'], ['1.0-x', '']],
    [maven, ['1.0-SNAPSHOT', 'x'], ['', '1 2', '../1']],
    [semver, ['v1.2.3-a.b+c'], ['1.2', '01.2.3', 'x']],
    [rubygems, ['1.0.rc1', '1.0-1'], ['a', '1..2']],
    [packagist, ['v1.0-beta2'], ['dev-main']],
    [nuget, ['1.2.3.4-a+b'], ['1.2.3.4.5']],
    [dotted, ['1.2-3'], ['1.a']],
  ] as const)('%#', (order, versions, others) => {
    for (const version of versions) expect([version, order.valid(version)]).toEqual([version, true]);
    for (const other of others) expect([other, order.valid(other)]).toEqual([other, false]);
  });
});

describe('every order keeps the laws of an order', () => {
  const version = fc
    .array(
      fc.constantFrom('0', '1', '10', '.', '-', '_', '~', '+', 'a', 'rc', 'r', 'p', 'dev', 'alpha', 'post'),
      {
        maxLength: 9,
      },
    )
    .map((parts) => parts.join(''));
  test.each(all)('$id', (order) => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(order.compare(a, a)).toBe(0);
        expect(order.compare(a, b) + order.compare(b, a)).toBe(0);
      }),
      { numRuns: 500 },
    );
  });
});

describe('hostile versions take linear time', () => {
  const hostile = ['1', '1.', '0.', '-', 'a', '1a', '~', '^', '_p', '1.0-', '\u0000', '0'];
  test.each(all)('$id', (order) => {
    const cost = growth(30_000, (length) => {
      for (const text of hostile) {
        const long = text.repeat(length / text.length);
        order.compare(`1${long}x`, `1${long}y`);
        order.compare(long, `${long}!`);
        order.valid(`1${long}!`);
      }
    });
    expect(cost).toBeLessThan(linear);
  });
});
