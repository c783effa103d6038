// What matching is proven on, for the generated table of the documentation.

export type Proof = 'proven on real data' | 'by cases of our own' | 'not proven';

/** Family → how far its matching is proven. */
export const coverage: readonly (readonly [family: string, proof: Proof])[] = [
  ['Debian', 'proven on real data'],
  ['AlmaLinux', 'by cases of our own'],
  ['npm', 'by cases of our own'],
  ['PyPI', 'by cases of our own'],
  ['Go', 'by cases of our own'],
  ['Alpine', 'by cases of our own'],
  ['Bitnami', 'not proven'],
  ['Chainguard', 'not proven'],
  ['crates.io', 'not proven'],
  ['Maven', 'not proven'],
  ['NuGet', 'not proven'],
  ['Packagist', 'not proven'],
  ['Red Hat', 'not proven'],
  ['Rocky Linux', 'not proven'],
  ['RubyGems', 'not proven'],
  ['SUSE', 'not proven'],
  ['Ubuntu', 'not proven'],
  ['Wolfi', 'not proven'],
];
