// The package formats that an image is read for, and how far each is proven; the docs' table is made from it.

import type { Proof } from '../terms/proof.ts';
import { apk } from './apk/format.ts';
import { composer } from './composer.ts';
import { dpkg } from './dpkg/format.ts';
import type { PackageFormat } from './format.ts';
import { gem } from './gem.ts';
import { golang } from './golang.ts';
import { maven } from './maven/format.ts';
import { npm } from './npm.ts';
import { nuget } from './nuget.ts';
import { pypi } from './pypi.ts';
import { rpm } from './rpm/format.ts';

export interface ListedFormat {
  readonly format: PackageFormat;
  /** What is read. */
  readonly reads: string;
  readonly proof: Proof;
  /** What the proof is, and what is left out. */
  readonly note: string;
}

export const listedFormats: readonly ListedFormat[] = [
  {
    format: dpkg,
    reads: 'var/lib/dpkg/status, status.d, file lists, copyright',
    proof: 'proven on real data',
    note: 'equal to dpkg-query on a Debian image',
  },
  {
    format: apk,
    reads: 'lib/apk/db/installed',
    proof: 'by cases of our own',
    note: 'no Alpine image is at hand where the tests run',
  },
  {
    format: rpm,
    reads: 'rpmdb.sqlite with its write-ahead log or rollback journal',
    proof: 'proven on real data',
    note: "equal to rpm -qa on databases that Debian's rpm writes; Berkeley DB and NDB are refused by name",
  },
  {
    format: npm,
    reads: 'package.json of installed packages (npm, pnpm, Yarn, Debian)',
    proof: 'proven on real data',
    note: 'equal to npm ls on an installation of npm; lock files and fixtures inside packages are left out',
  },
  {
    format: pypi,
    reads: '.dist-info/METADATA and RECORD, .egg-info, eggs, packed ones too',
    proof: 'proven on real data',
    note: "equal to Python's importlib.metadata; packed eggs by cases of our own, what lies in zipapps is left out",
  },
  {
    format: golang,
    reads: 'build information of ELF, PE and Mach-O programs since Go 1.18',
    proof: 'proven on real data',
    note: 'equal to go version -m on programs for three systems; older programs are refused by name',
  },
  {
    format: gem,
    reads: '*.gemspec in specifications and specifications/default',
    proof: 'proven on real data',
    note: "equal to what Ruby loads from Debian's gems; gems that Bundler takes from Git are left out",
  },
  {
    format: maven,
    reads: 'pom.properties and MANIFEST.MF of jars, of the jars in them, and of unpacked applications',
    proof: 'proven on real data',
    note: 'equal to what Maven resolved; a library that states no coordinates, and is none of the publishers listed, is the finding `origin/unnamed-library`',
  },
  {
    format: composer,
    reads: 'vendor/composer/installed.json',
    proof: 'by cases of our own',
    note: 'both forms of the file',
  },
  {
    format: nuget,
    reads: '*.deps.json of published applications and shared frameworks',
    proof: 'by cases of our own',
    note: 'assemblies without one are left out',
  },
];

export const packageFormats: readonly PackageFormat[] = listedFormats.map(({ format }) => format);
