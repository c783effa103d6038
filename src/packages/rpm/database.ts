// rpm's SQLite database: the headers of the table `Packages` as rows of text.
import { keyFingerprints, signerKeyId } from '../openpgp.ts';
import { broken } from './broken.ts';
import { type RpmHeader, readHeader } from './header.ts';
import type { SqliteFile } from './sqlite-file.ts';
import { readTable } from './sqlite-table.ts';

/** Columns of one row; lists are one a line. */
export interface RpmRow {
  readonly name: string;
  readonly epoch: string;
  readonly version: string;
  readonly architecture: string;
  /** File name of the source package, such as `bash-5.1.8-9.el9.src.rpm`. */
  readonly sourceRpm: string;
  readonly vendor: string;
  readonly license: string;
  /** Modularity label `name:stream:version:context`; empty for packages of no module. */
  readonly module: string;
  readonly provides: string;
  readonly requires: string;
  readonly files: string;
  /** Flags (`c`: configuration) and hex digest of each file, one a line in the order of `files`. */
  readonly digests: string;
  /** Long id of the key that signed the package; empty where nobody did, or it does not say. */
  readonly signer: string;
}

/** Numbers of tags: rpm's rpmtag.h. */
const tag = {
  description: 1005,
  signature: 259,
  signatureGpg: 262,
  signatureDsa: 267,
  signatureRsa: 268,
  signaturesOpenPgp: 278,
  name: 1000,
  version: 1001,
  release: 1002,
  epoch: 1003,
  vendor: 1011,
  license: 1014,
  architecture: 1022,
  fileStates: 1029,
  fileDigests: 1035,
  fileFlags: 1037,
  sourceRpm: 1044,
  provides: 1047,
  requires: 1049,
  folderIndexes: 1116,
  baseNames: 1117,
  folders: 1118,
  modularityLabel: 5096,
} as const;

/** Calls `take` with each installed package, and with each key that rpm trusts (`isKeyRow`), as `rpm -qa` lists them. */
export function eachRpm(file: SqliteFile, take: (row: string[]) => void): void {
  for (const [, blob] of readTable(file, 'Packages')) {
    if (!Buffer.isBuffer(blob)) broken('a row of Packages holds no header');
    take(toRow(readHeader(blob)));
  }
}

/** Entries `gpg-pubkey` are no software. */
export function isKeyRow([name]: readonly string[]): boolean {
  return name === 'gpg-pubkey';
}

export function toRpmRow(row: readonly string[]): RpmRow {
  const [name = '', epoch = '', version = '', architecture = '', sourceRpm = ''] = row;
  const [
    vendor = '',
    license = '',
    module = '',
    provides = '',
    requires = '',
    files = '',
    digests = '',
    signer = '',
  ] = row.slice(5);
  const start = { name, epoch, version, architecture, sourceRpm, vendor, license, module };
  return { ...start, provides, requires, files, digests, signer };
}

function toRow(header: RpmHeader): string[] {
  const name = header.text(tag.name);
  const version = header.text(tag.version);
  const release = header.text(tag.release);
  const files = filesOf(header);
  if (name === '' || version === '' || release === '') broken('a package has no name, version or release');
  return [
    name,
    header.numbers(tag.epoch)[0]?.toString() ?? '',
    `${version}-${release}`,
    header.text(tag.architecture),
    header.text(tag.sourceRpm),
    header.text(tag.vendor),
    header.text(tag.license),
    header.text(tag.modularityLabel),
    [...new Set(header.texts(tag.provides))].join('\n'),
    [...new Set(header.texts(tag.requires))].filter((each) => !/^(?:rpmlib)?\(/.test(each)).join('\n'),
    files.map(({ path }) => path).join('\n'),
    files.map(({ digest }) => digest).join('\n'),
    name === 'gpg-pubkey' ? keyOf(header) : signerOf(header),
  ];
}

/** The key itself stands in the description, armoured. */
function keyOf(header: RpmHeader): string {
  return keyFingerprints(Buffer.from(header.text(tag.description), 'latin1'))[0] ?? '';
}

/** rpm keeps the signature of the header, and of header and payload, in one of these, by its age and algorithm. */
function signerOf(header: RpmHeader): string {
  const written = header.texts(tag.signaturesOpenPgp).map((text) => Buffer.from(text, 'base64'));
  const tags = [tag.signatureRsa, tag.signatureDsa, tag.signature, tag.signatureGpg];
  for (const signed of [...written, ...tags.flatMap((one) => header.bytes(one) ?? [])]) {
    const signer = signerKeyId(signed);
    if (signer !== undefined) return signer;
  }
  return '';
}

interface RpmFile {
  readonly path: string;
  readonly digest: string;
}

/** Bits of a file's flags (rpmfiles.h): a configuration file; one that the package only claims. */
const configurationBit = 1;
const ghostBit = 64;

/** Files whose state is «normal» (0): those left out or replaced are not the package's. */
function filesOf(header: RpmHeader): readonly RpmFile[] {
  const folders = header.texts(tag.folders);
  const indexes = header.numbers(tag.folderIndexes);
  const states = header.numbers(tag.fileStates);
  const flags = header.numbers(tag.fileFlags);
  const digests = header.texts(tag.fileDigests);
  return header.texts(tag.baseNames).flatMap((baseName, index): RpmFile[] => {
    const folder = folders[indexes[index] ?? -1];
    if (folder === undefined) broken('a file lies in no folder');
    if (baseName === '' || (states[index] ?? 0) !== 0) return [];
    const bits = flags[index] ?? 0;
    const digest = (bits & ghostBit) === 0 ? (digests[index] ?? '') : '';
    const path = `${folder}${baseName}`.replace(/^\/+/, '');
    return [{ path, digest: `${(bits & configurationBit) === 0 ? '' : 'c'} ${digest}` }];
  });
}
