// Package URLs: what is read, what is refused, and that writing and reading undo each other.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatPurl, parsePurl, validatePurl, versionlessPurl } from '../../src/packages/purl.ts';

describe('a package URL is read', () => {
  test.each([
    [
      'pkg:npm/%40angular/core@12.3.1',
      { type: 'npm', namespace: '@angular', name: 'core', version: '12.3.1' },
    ],
    ['pkg:npm/@angular/core', { type: 'npm', namespace: '@angular', name: 'core' }],
    [
      'pkg:deb/debian/attr@1:2.4.47-2%2Bb1',
      { type: 'deb', namespace: 'debian', name: 'attr', version: '1:2.4.47-2+b1' },
    ],
    ['pkg:PYPI/Zope._Interface@5', { type: 'pypi', name: 'zope-interface', version: '5' }],
    [
      'pkg:golang/github.com/Azure/go-x@v1',
      { type: 'golang', namespace: 'github.com/azure', name: 'go-x', version: 'v1' },
    ],
    ['pkg:generic/a#/./x/../y/', { type: 'generic', name: 'a', subpath: 'x/y' }],
  ])('%s', (text, parts) => {
    expect(parsePurl(text)).toEqual({ kind: 'ok', purl: { ...parts, qualifiers: new Map() } });
  });
});

describe('a broken package URL is refused with its reason', () => {
  test.each([
    ['npm/core', 'does not start with pkg:'],
    ['pkg:npm', 'has no name after its type'],
    ['pkg:npm/@1.0', 'has no name'],
    ['pkg:swift/github.com/A/@1', 'has no name before its version'],
    ['pkg:cargo/a/b', 'has a namespace, which cargo forbids'],
    ['pkg:swift/b', 'has no namespace, which swift needs'],
    ['pkg:npm/%ff', 'has a percent sign that begins no UTF-8 character'],
    ['pkg:npm/a?x=1&x=2', 'has the qualifier x twice'],
    [`pkg:npm/${'a'.repeat(20_000)}`, 'longer than 16384 characters'],
  ])('%.40s', (text, reason) => {
    expect(parsePurl(text)).toEqual({ kind: 'invalid', reason });
  });
});

test('what is not canonical is named and repaired', () => {
  expect(validatePurl('pkg:gem/a@1?Platform=java')).toEqual({
    kind: 'ok',
    canonical: 'pkg:gem/a@1?platform=java',
    isCanonical: false,
  });
  expect(validatePurl('pkg:gem/a@1?platform=java')).toMatchObject({ isCanonical: true });
});

test('the package stays the same without version and qualifiers', () => {
  const parsed = parsePurl('pkg:deb/debian/openssl@3.0?arch=amd64');
  expect(parsed.kind === 'ok' && versionlessPurl(parsed.purl)).toBe('pkg:deb/debian/openssl');
});

test('every package URL that is written is read back as it was', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
  const segment = text.filter((part) => !part.includes('/'));
  const parts = fc.record({
    type: fc.constantFrom('npm', 'generic', 'deb', 'pypi', 'golang', 'rpm', 'git', 'hex'),
    namespace: fc.option(fc.array(segment, { minLength: 1, maxLength: 3 }).map((path) => path.join('/'))),
    name: segment,
    version: fc.option(text),
    qualifiers: fc.array(fc.tuple(fc.stringMatching(/^[a-z][a-z0-9._-]{0,8}$/), text), { maxLength: 3 }),
    subpath: fc.option(fc.array(segment, { minLength: 1, maxLength: 3 }).map((path) => path.join('/'))),
  });
  fc.assert(
    fc.property(parts, (given) => {
      const written = formatPurl(given);
      if (written.kind === 'invalid') return;
      const read = parsePurl(written.text);
      expect(read.kind).toBe('ok');
      if (read.kind === 'invalid') return;
      expect(formatPurl(read.purl)).toEqual(written);
      expect(read.purl.version ?? null).toBe(given.version?.toWellFormed() ?? null);
    }),
  );
});

test('any text is answered, never thrown at', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(['ok', 'invalid']).toContain(parsePurl(`pkg:${text}`).kind);
    }),
  );
});
