// Which line of the checkout brought a vulnerable package in: findings matched with lock files by name and version.
import { parsePurl } from '../../packages/purl.ts';
import type { Finding } from '../../terms/finding.ts';
import { readGoMod, readGoSum } from './go-locks.ts';
import { readNpmLock, readPipfileLock } from './json-locks.ts';
import { pythonName, type ReadLock } from './lock-entry.ts';
import { readPnpmLock, readYarnLock } from './node-locks.ts';
import { readRequirements, readTomlLock } from './python-locks.ts';

export interface LockFile {
  /** Path from the root of the checkout. */
  readonly file: string;
  readonly text: string;
}

/** In the order of belief: go.mod says why, go.sum only what. */
const formats: readonly (readonly [RegExp, ReadLock])[] = [
  [/^(?:package-lock|npm-shrinkwrap)\.json$/, readNpmLock],
  [/^yarn\.lock$/, readYarnLock],
  [/^pnpm-lock\.yaml$/, readPnpmLock],
  [/^(?:poetry|uv|pdm)\.lock$/, readTomlLock],
  [/^Pipfile\.lock$/, readPipfileLock],
  [/^(?:.*-)?requirements(?:[-_.].*)?\.txt$/, readRequirements],
  [/^go\.mod$/, readGoMod],
  [/^go\.sum$/, readGoSum],
];

export function isLockFile(path: string): boolean {
  return rankOf(path) >= 0;
}

/** Pure. Findings about packages with the line of the first file that names their version; nearer to the root first. */
export function withLockLines(findings: readonly Finding[], files: readonly LockFile[]): readonly Finding[] {
  if (files.length === 0) return findings;
  const places = indexOf(files);
  return findings.map((finding) => {
    const { where, details } = finding;
    if (where.kind !== 'layer' || details.kind === 'fact') return finding;
    const lockFile = details.purls.flatMap((purl) => places.get(keyOf(purl)) ?? [])[0];
    return lockFile === undefined ? finding : { ...finding, where: { ...where, lockFile } };
  });
}

function indexOf(files: readonly LockFile[]): ReadonlyMap<string, { file: string; line: number }> {
  const places = new Map<string, { file: string; line: number }>();
  for (const { file, text } of files.toSorted(compareFiles)) {
    const read = formats[rankOf(file)]?.[1];
    for (const { type, name, version, line } of read?.(text.split(/\r?\n/)) ?? []) {
      const key = entryKey(type, name, version);
      if (!places.has(key)) places.set(key, { file, line });
    }
  }
  return places;
}

function compareFiles(a: LockFile, b: LockFile): number {
  const depth = ({ file }: LockFile): number => file.split('/').length;
  return rankOf(a.file) - rankOf(b.file) || depth(a) - depth(b) || (a.file < b.file ? -1 : 1);
}

function rankOf(path: string): number {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return formats.findIndex(([pattern]) => pattern.test(name));
}

function keyOf(purl: string): string {
  const parsed = parsePurl(purl);
  if (parsed.kind === 'invalid') return '';
  const { type, namespace, name, version = '' } = parsed.purl;
  return entryKey(type, namespace === undefined ? name : `${namespace}/${name}`, version);
}

function entryKey(type: string, name: string, version: string): string {
  if (type === 'pypi') return `${type} ${pythonName(name)} ${version}`;
  return `${type} ${name} ${type === 'golang' ? version.replace(/^v/, '') : version}`;
}
