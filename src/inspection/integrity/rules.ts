// What the rules on the integrity of files say.
import type { InspectionRule } from '../inspection-rule.ts';

const place = { level: 'image', control: 'content trust', layer: 2 } as const;

export const changedFileRule: InspectionRule = {
  ...place,
  id: 'integrity/changed-file',
  otherwise: 'block',
  severity: 'critical',
  title: 'Every file of a package is as the package installed it.',
  because:
    'Advisories speak of the package as its distribution built it; nobody vouches for a file that was changed afterwards.',
  fix: 'Install the package again, or find out who changed the file; ship your own build under its own name.',
};

export const changedConfigurationRule: InspectionRule = {
  ...place,
  id: 'integrity/changed-configuration',
  otherwise: 'warn',
  severity: 'low',
  title: 'Configuration files of packages are as they were installed.',
  because: 'They are meant to be edited, and an edit can open what the package closes.',
  fix: 'Look at what was changed; keep configuration outside the image where it differs between stages.',
};

export const missingFilesRule: InspectionRule = {
  ...place,
  id: 'integrity/missing-files',
  otherwise: 'warn',
  severity: 'low',
  title: 'Every file that a package installed is still there.',
  because: 'The database claims software that is not, or no longer all, in the image.',
  fix: 'Remove the package by its package manager instead of deleting its files.',
};

export const divertedFileRule: InspectionRule = {
  ...place,
  id: 'integrity/diverted-file',
  otherwise: 'warn',
  severity: 'medium',
  title: 'Programs and libraries are diverted by packages only.',
  because:
    'A diversion puts the file of a package elsewhere, and `dpkg --verify` looks there: whatever stands in its place belongs to nobody.',
  fix: 'Remove the diversion (`dpkg-divert --remove`), or put the replacement into a package that diverts the file.',
};

export const unownedExecutableRule: InspectionRule = {
  ...place,
  id: 'integrity/unowned-executables',
  otherwise: 'warn',
  severity: 'low',
  title: 'Executables in the places of the system belong to packages.',
  because: 'No advisory and no digest tells anything about an executable that no package brought.',
  fix: 'Install it from a package, or put it under /usr/local, /opt or /app with an SBOM of its own.',
};

export const unverifiedRule: InspectionRule = {
  ...place,
  id: 'integrity/unverified-package',
  otherwise: 'warn',
  severity: 'medium',
  title: 'The database has digests of the files of every package.',
  because: 'A changed file of a package without digests cannot be told from a good one.',
  fix: 'Install the package again by its package manager.',
};

export const rewrittenDatabaseRule: InspectionRule = {
  ...place,
  id: 'integrity/rewritten-database',
  otherwise: 'block',
  severity: 'high',
  title: 'Package databases are written by package managers.',
  because: 'Digests or file lists that change without an installation hide what was changed.',
  fix: 'Find the step that wrote them and leave the database to the package manager.',
};

export const badDigestRule: InspectionRule = {
  ...place,
  id: 'integrity/known-bad-file',
  otherwise: 'block',
  severity: 'critical',
  title: 'No file is on the list of files known to be bad.',
  because: 'Its digest is on the list that this gate was given.',
  fix: 'Remove the file, and treat what the image could read as read by others.',
};

export const integrityRules: readonly InspectionRule[] = [
  changedFileRule,
  changedConfigurationRule,
  missingFilesRule,
  unownedExecutableRule,
  divertedFileRule,
  unverifiedRule,
  rewrittenDatabaseRule,
  badDigestRule,
];
