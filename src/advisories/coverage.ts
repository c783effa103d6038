// What matching is proven on, for the generated table of the documentation.

import type { Proof } from '../terms/proof.ts';

/**
 * Family → how far its matching is proven. Real data: test/e2e/advisories-*.test.ts hold it against dpkg, rpm, npm's
 * semver, PyPI's packaging, and (Alpine) against apk's rules written a second time. npm: a selection of 124 records.
 */
export const coverage: readonly (readonly [family: string, proof: Proof])[] = [
  ['Debian', 'proven on real data'],
  ['AlmaLinux', 'proven on real data'],
  ['npm', 'proven on real data'],
  ['PyPI', 'proven on real data'],
  ['Go', 'proven on real data'],
  ['Alpine', 'proven on real data'],
  ['Bitnami', 'proven on real data'],
  ['Chainguard', 'not proven'],
  ['crates.io', 'proven on real data'],
  ['Maven', 'by cases of our own'],
  ['NuGet', 'by cases of our own'],
  ['Packagist', 'by cases of our own'],
  ['Red Hat', 'not proven'],
  ['Rocky Linux', 'not proven'],
  ['RubyGems', 'by cases of our own'],
  ['SUSE', 'not proven'],
  ['Ubuntu', 'by cases of our own'],
  ['Wolfi', 'not proven'],
];
