// Four-way comparison with a base.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareWithBase } from '../../src/gate/compare.ts';
import type { Finding } from '../../src/terms/finding.ts';
import { fact, type Sample, vulnerability } from '../health/sample.ts';

const originOf = (head: Finding, base: readonly Finding[], known?: ReadonlySet<string>) =>
  compareWithBase([head], base, known && { knownIds: known }).origins.get(head);

describe('a finding of the change', () => {
  const old = vulnerability({ rule: 'CVE-1', ids: ['CVE-1', 'DSA-1'] });
  test.each<[string, Sample, string]>([
    ['the same', { rule: 'CVE-1' }, 'inherited'],
    ['an overlapping alias set', { rule: 'CVE-9', ids: ['CVE-9', 'DSA-1'] }, 'inherited'],
    ['another id', { rule: 'CVE-2' }, 'introduced'],
    ['another package', { rule: 'CVE-1', subject: 'pkg:deb/debian/gnutls' }, 'introduced'],
    [
      'the same package in another version',
      { rule: 'CVE-1', subject: 'pkg:deb/debian/openssl@2?arch=x' },
      'inherited',
    ],
  ])('%s', (_name, sample, origin) => {
    expect(originOf(vulnerability(sample), [old])).toBe(origin);
  });

  test('is newly disclosed when both have it and the base’s scan could not know any of its ids', () => {
    expect(originOf(old, [old], new Set(['CVE-7']))).toBe('newly-disclosed');
    expect(originOf(old, [old], new Set(['DSA-1']))).toBe('inherited');
    expect(originOf(old, [], new Set())).toBe('introduced');
  });

  test('facts are counted: a second secret in the same file is new', () => {
    const [a, b] = [fact(), fact()];
    const { origins } = compareWithBase([a, b], [fact()]);
    expect([origins.get(a), origins.get(b)].sort()).toEqual(['inherited', 'introduced']);
    expect(originOf(fact({ path: 'etc/other' }), [fact()])).toBe('introduced');
    const here = fact({ subject: 'registry.example/app:2' });
    expect(originOf(here, [fact({ subject: 'registry.example/app:1' })])).toBe('inherited');
  });

  test('about the image itself is the same, whatever each side’s image is called', () => {
    const references = { head: 'oci:build/image', base: 'registry.example/app:main' };
    const here = fact({ subject: references.head });
    const [there, other] = [fact({ subject: references.base }), fact({ subject: 'registry.example/other' })];
    expect(compareWithBase([here], [there], { references }).origins.get(here)).toBe('inherited');
    expect(compareWithBase([here], [other], { references }).origins.get(here)).toBe('introduced');
  });

  test('has no origin where the base’s packages alone are known, unless it is about a package', () => {
    const here = fact();
    const { origins } = compareWithBase([here, old], [old], { packagesOnly: true });
    expect([origins.get(here), origins.get(old)]).toEqual([undefined, 'inherited']);
  });
});

test('what is gone is fixed; every base finding is either fixed or still there', () => {
  const any = fc
    .record({
      rule: fc.constantFrom('CVE-1', 'CVE-2', 'CVE-3'),
      subject: fc.constantFrom('pkg:a/a', 'pkg:a/b'),
    })
    .map(vulnerability);
  fc.assert(
    fc.property(fc.array(any), fc.array(any), (head, base) => {
      const { fixed, origins } = compareWithBase(head, base);
      const name = (one: Finding): string => `${one.rule} ${one.subject}`;
      const heads = new Set(head.map(name));
      expect(fixed.map(name).sort()).toEqual(
        base
          .map(name)
          .filter((one) => !heads.has(one))
          .sort(),
      );
      expect(origins.size).toBe(new Set(head).size);
    }),
  );
});
