// apk's database of installed packages: one letter a field (Alpine wiki «Apk spec», apk-tools database.c).
import type { ReadRows } from '../json-rows.ts';

/** Columns of one row: all text, empty where not stated; `files` one path a line. */
export interface ApkRow {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  readonly license: string;
  readonly origin: string;
  readonly maintainer: string;
  readonly depends: string;
  readonly provides: string;
  readonly files: string;
  /** SHA-1 of each file in hex, one a line in the order of `files`; empty where not stated. */
  readonly digests: string;
}

/** Reads `installed`. Broken when a paragraph lacks its name or version, or the last one is cut. */
export function readInstalled(text: string): ReadRows {
  const rows: string[][] = [];
  let broken: string | undefined;
  let fields = new Map<string, string>();
  let files: string[] = [];
  let digests: string[] = [];
  let folder = '';
  const close = (): void => {
    if (fields.size === 0) return;
    const of = (letter: string): string => fields.get(letter) ?? '';
    if (of('P') === '' || of('V') === '') broken ??= `paragraph ${rows.length + 1} lacks a name or a version`;
    else
      rows.push([...['P', 'V', 'A', 'L', 'o', 'm', 'D', 'p'].map(of), files.join('\n'), digests.join('\n')]);
    fields = new Map();
    files = [];
    digests = [];
    folder = '';
  };
  for (const line of text.split('\n')) {
    const value = line.slice(2);
    if (line === '') close();
    else if (line[1] !== ':') broken ??= `a line of paragraph ${rows.length + 1} is no field`;
    else if (line[0] === 'F') folder = value;
    else if (line[0] === 'R') {
      files.push(folder === '' ? value : `${folder}/${value}`);
      digests.push('');
    } else if (line[0] === 'Z') digests[digests.length - 1] = digestOf(value);
    else fields.set(line[0] ?? '', value);
  }
  if (fields.size > 0) broken ??= 'its last paragraph is cut';
  close();
  if (text.includes('\0')) broken ??= 'it holds zero bytes';
  return broken === undefined ? { rows } : { rows, broken };
}

/** `Q1` and the base 64 of a SHA-1 (Alpine wiki, «Apk spec»); other kinds count as not stated. */
function digestOf(text: string): string {
  return text.startsWith('Q1') ? Buffer.from(text.slice(2), 'base64').toString('hex') : '';
}

export function toApkRow(row: readonly string[]): ApkRow {
  const [name = '', version = '', architecture = '', license = '', origin = ''] = row;
  const [maintainer = '', depends = '', provides = '', files = '', digests = ''] = row.slice(5);
  return { name, version, architecture, license, origin, maintainer, depends, provides, files, digests };
}
