// Which distributions there are: their package manager, their purl namespace, and their names in OSV.
import type { OperatingSystem } from '../terms/package.ts';

export type SystemPackageType = 'deb' | 'apk' | 'rpm';

interface Distribution {
  readonly type: SystemPackageType;
  /** Namespace in package URLs; absent: the os-release ID. */
  readonly namespace?: string;
  /** OSV ecosystems that hold its advisories, first the main one; empty where OSV has none. */
  readonly ecosystems: (os: OperatingSystem) => readonly string[];
}

type Naming = Distribution['ecosystems'];

const none: Naming = () => [];
const always =
  (...names: readonly string[]): Naming =>
  () =>
    names;
const byMajor =
  (name: string): Naming =>
  (os) =>
    numbers(os)[0] === undefined ? [] : [`${name}:${numbers(os)[0]}`];
const byVersion =
  (name: string): Naming =>
  (os) =>
    os.versionId === undefined ? [] : [`${name}:${os.versionId}`];
const byMajorOrStream =
  (name: string): Naming =>
  (os) => [`${name}:${numbers(os)[0] ?? 'stream'}`];

/** Streams of Red Hat's own OSV records: the part of the product's CPE behind the release. */
const redHatStreams = ['baseos', 'appstream', 'crb', 'server', 'client', 'computenode', 'workstation'].concat(
  ['highavailability', 'resilientstorage', 'realtime', 'nfv', 'sap', 'sap_hana', 'supplementary'],
);

/** Products and modules under which SUSE files the packages of one service pack. */
const suseProducts = [
  'Linux Enterprise Server #',
  'Linux Enterprise Server #-LTSS',
  'Linux Enterprise Server for SAP Applications #',
  'Linux Enterprise Module for Basesystem #',
  'Linux Enterprise Module for Containers #',
  'Linux Enterprise Module for Desktop Applications #',
  'Linux Enterprise Module for Development Tools #',
  'Linux Enterprise Module for Legacy #',
  'Linux Enterprise Module for Package Hub #',
  'Linux Enterprise Module for Public Cloud #',
  'Linux Enterprise Module for Python 3 #',
  'Linux Enterprise Module for Server Applications #',
  'Linux Enterprise Module for Web and Scripting #',
];

// Names: ossf.github.io/osv-schema «Defined ecosystems» (1.7.5); spellings of releases as the records of
// osv.dev have them: Azure Linux and the rebuilds of Red Hat by major, Ubuntu with `:LTS`, SUSE by product.
const distributions: ReadonlyMap<string, Distribution> = new Map<string, Distribution>([
  ['debian', { type: 'deb', ecosystems: byMajor('Debian') }],
  ['ubuntu', { type: 'deb', ecosystems: ubuntu }],
  ['echo', { type: 'deb', ecosystems: always('Echo') }],
  ['raspbian', { type: 'deb', ecosystems: none }],
  ['kali', { type: 'deb', ecosystems: none }],
  ['linuxmint', { type: 'deb', ecosystems: none }],
  ['devuan', { type: 'deb', ecosystems: none }],
  ['alpine', { type: 'apk', ecosystems: alpine }],
  ['wolfi', { type: 'apk', ecosystems: always('Wolfi') }],
  ['chainguard', { type: 'apk', ecosystems: always('Chainguard') }],
  ['minimos', { type: 'apk', ecosystems: always('MinimOS') }],
  ['cleanstart', { type: 'apk', ecosystems: always('CleanStart') }],
  ['alpaquita', { type: 'apk', ecosystems: byMajorOrStream('Alpaquita') }],
  [
    'bellsoft-hardened-containers',
    { type: 'apk', ecosystems: byMajorOrStream('BellSoft Hardened Containers') },
  ],
  ['almalinux', { type: 'rpm', ecosystems: byMajor('AlmaLinux') }],
  ['rocky', { type: 'rpm', namespace: 'rocky-linux', ecosystems: byMajor('Rocky Linux') }],
  ['rhel', { type: 'rpm', namespace: 'redhat', ecosystems: redHat }],
  ['centos', { type: 'rpm', ecosystems: none }],
  ['fedora', { type: 'rpm', ecosystems: none }],
  ['ol', { type: 'rpm', namespace: 'oracle', ecosystems: none }],
  ['amzn', { type: 'rpm', namespace: 'amazon', ecosystems: none }],
  ['sles', { type: 'rpm', namespace: 'suse', ecosystems: suse }],
  ['sled', { type: 'rpm', namespace: 'suse', ecosystems: suse }],
  ['sles_sap', { type: 'rpm', namespace: 'suse', ecosystems: suse }],
  ['opensuse-leap', { type: 'rpm', namespace: 'opensuse', ecosystems: leap }],
  ['opensuse-tumbleweed', { type: 'rpm', namespace: 'opensuse', ecosystems: always('openSUSE:Tumbleweed') }],
  ['mageia', { type: 'rpm', ecosystems: byMajor('Mageia') }],
  ['openeuler', { type: 'rpm', ecosystems: openEuler }],
  ['photon', { type: 'rpm', ecosystems: byVersion('Photon OS') }],
  ['azurelinux', { type: 'rpm', ecosystems: byMajor('Azure Linux') }],
  ['mariner', { type: 'rpm', ecosystems: byMajor('Azure Linux') }],
]);

/**
 * OSV ecosystems, with release, whose records speak of this distribution's packages, the main one first. A
 * record belongs when its ecosystem equals one of these or goes on after a `:` (Red Hat's and SUSE's products).
 * Empty: OSV has no data for it, or the release is not known, and nothing can be said of its packages.
 */
export function osvEcosystems(os: OperatingSystem): readonly string[] {
  return find(os)?.ecosystems(os) ?? [];
}

/** The package manager that a distribution has, by its ID or those it is like; undefined for unknown ones. */
export function systemPackageType(os: OperatingSystem): SystemPackageType | undefined {
  return [os.id.toLowerCase(), ...os.idLike]
    .map((id) => distributions.get(id)?.type)
    .find((type) => type !== undefined);
}

/** Namespace of the distribution's packages in a package URL. */
export function purlNamespace(os: OperatingSystem): string {
  return find(os)?.namespace ?? os.id.toLowerCase();
}

/** Value of the `distro` qualifier, such as `debian-12`. */
export function purlDistro(os: OperatingSystem): string {
  const release = os.versionId ?? os.codename;
  return release === undefined ? os.id : `${os.id}-${release}`;
}

function find(os: OperatingSystem): Distribution | undefined {
  return distributions.get(os.id.toLowerCase());
}

function numbers(os: OperatingSystem): readonly string[] {
  return /^\d+(?:\.\d+)*/.exec(os.versionId ?? '')?.[0].split('.') ?? [];
}

/** Edge has no branch of its own in Alpine's security database. */
function alpine(os: OperatingSystem): readonly string[] {
  const [major, minor] = numbers(os);
  const isEdge = /\bedge\b/.test(os.prettyName ?? '') || /_(?:alpha|git)/.test(os.versionId ?? '');
  return major === undefined || minor === undefined || isEdge ? [] : [`Alpine:v${major}.${minor}`];
}

/** Every even year's April release is a long-term one (ubuntu.com/about/release-cycle). */
function ubuntu(os: OperatingSystem): readonly string[] {
  const [year, month] = numbers(os);
  if (year === undefined || month === undefined) return [];
  const isLongTerm = Number(year) % 2 === 0 && month === '04';
  return [`Ubuntu:${year}.${month}${isLongTerm ? ':LTS' : ''}`];
}

/** Since release 10 Red Hat's CPE of the base product carries the minor number and no stream. */
function redHat(os: OperatingSystem): readonly string[] {
  const [major, minor] = numbers(os);
  if (major === undefined) return [];
  const base = `Red Hat:enterprise_linux:${major}`;
  const named = [base, ...redHatStreams.map((stream) => `${base}::${stream}`)];
  if (Number(major) < 10 || minor === undefined) return named;
  const minors = Array.from({ length: Math.min(Number(minor), 19) + 1 }, (_, number) => `${base}.${number}`);
  return [...named, ...minors];
}

function suse(os: OperatingSystem): readonly string[] {
  const [major, pack] = numbers(os);
  if (major === undefined) return [];
  if (Number(major) >= 16) return [`SUSE:Linux Enterprise Server ${major}.${pack ?? '0'}`];
  const release = pack === undefined || pack === '0' ? major : `${major} SP${pack}`;
  return suseProducts.map((product) => `SUSE:${product.replace('#', release)}`);
}

function leap(os: OperatingSystem): readonly string[] {
  const version = os.versionId;
  return version === undefined ? [] : [`openSUSE:Leap ${version}`, `openSUSE:Leap ${version} NonFree`];
}

/** The service pack stands only in the long name: `openEuler 22.03 (LTS-SP3)`. */
function openEuler(os: OperatingSystem): readonly string[] {
  const [year, month] = numbers(os);
  if (year === undefined || month === undefined) return [];
  const support = /LTS(?:-SP\d+)?/.exec(os.prettyName ?? '')?.[0];
  return [`openEuler:${year}.${month}${support === undefined ? '' : `-${support}`}`];
}

export interface ListedDistribution {
  /** ID of os-release. */
  readonly id: string;
  readonly type: SystemPackageType;
  /** OSV family of its advisories; undefined where OSV has none. */
  readonly family: string | undefined;
}

/** Every distribution that is recognised, sorted; for the documentation. */
export function listDistributions(): readonly ListedDistribution[] {
  return [...distributions]
    .map(([id, { type, ecosystems }]) => {
      const os = { id, idLike: [], versionId: '12.04', path: 'etc/os-release', layer: 0 };
      return { id, type, family: ecosystems(os)[0]?.split(':', 1)[0] };
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
