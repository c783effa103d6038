import { describe, expect, test } from '@jest/globals';
import { joinLicenses, readLicense } from '../../src/sbom/license.ts';

describe('licence statements', () => {
  test.each([
    ['MIT', 'MIT'],
    ['mit', 'MIT'],
    ['(MIT OR Apache-2.0)', '(MIT OR Apache-2.0)'],
    ['MIT or apache-2.0 and ISC', 'MIT OR Apache-2.0 AND ISC'],
    ['GPL-2.0-or-later WITH Classpath-exception-2.0', 'GPL-2.0-or-later WITH Classpath-exception-2.0'],
    ['GPL-2.0+', 'GPL-2.0+'],
    ['((MIT))', 'MIT'],
    ['BSD', 'LicenseRef-BSD'],
    ['LicenseRef-ours', 'LicenseRef-ours'],
  ])('%s is read as %s', (statement, expression) => {
    expect(readLicense(statement).expression).toBe(expression);
  });

  test.each([
    'MIT OR',
    '(MIT',
    'AND',
    'MIT WITH nothing',
    'see the file COPYING',
    ')('.repeat(100),
    '('.repeat(5000),
  ])('%s is a name, not an expression', (statement) => {
    const { expression, references } = readLicense(statement);
    expect(expression).toMatch(/^LicenseRef-[A-Za-z0-9.-]+$/);
    expect([...references.values()]).toEqual([statement]);
  });

  test('two names that spell alike stay two', () => {
    expect(readLicense('GPL (v2)').expression).not.toBe(readLicense('GPL v2').expression);
  });

  test('several statements hold together', () => {
    expect(joinLicenses(['MIT OR ISC', 'Zlib', 'Zlib'])?.expression).toBe('(MIT OR ISC) AND Zlib');
    expect(joinLicenses(['', ' '])).toBeUndefined();
  });
});
