// A program out of a Debian package of a newer suite, unpacked beside the system and never installed.
import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, type Tool } from './tool.ts';

export interface DebianRecipe {
  /** Name under which the program is cached, such as `cosign-2`. */
  readonly name: string;
  readonly package: string;
  readonly suite: 'trixie' | 'sid';
  /** Where the program stands in the package. */
  readonly path: string;
  /** Upstream version that the tests were written against; a suite that moved on is said, not hidden. */
  readonly version: string;
}

interface IndexEntry {
  readonly version: string;
  readonly filename: string;
  readonly sha256: string;
}

export function debianTool(recipe: DebianRecipe): Tool {
  return {
    name: recipe.name,
    version: recipe.version,
    install(directory) {
      const mirror = mirrorOf();
      const entry = find(packages(mirror, recipe.suite), recipe.package);
      if (!entry.version.startsWith(recipe.version)) {
        console.warn(`${recipe.package}: ${recipe.suite} now has ${entry.version}, not ${recipe.version}`);
      }
      const work = mkdtempSync(join(tmpdir(), 'seaworthy-deb-'));
      try {
        const file = join(work, 'package.deb');
        run('curl', ['-fsSL', '--retry', '3', '-o', file, `${mirror}${entry.filename}`]);
        const digest = createHash('sha256').update(readFileSync(file)).digest('hex');
        if (digest !== entry.sha256)
          throw new Error(`${entry.filename}: sha256 ${digest}, index says ${entry.sha256}`);
        run('dpkg-deb', ['-x', file, join(work, 'tree')]);
        copyFileSync(join(work, 'tree', recipe.path), join(directory, recipe.name));
        writeFileSync(join(directory, 'PACKAGE'), `${recipe.package} ${entry.version} (${recipe.suite})\n`);
      } finally {
        rmSync(work, { recursive: true, force: true });
      }
    },
  };
}

/** The mirror that apt of this machine uses for Debian's main archive. */
function mirrorOf(): string {
  const lines = run('apt-get', [
    'indextargets',
    '--format',
    '$(REPO_URI) $(CODENAME)',
    'Created-By: Packages',
  ]);
  const line = lines.split('\n').find((entry) => entry.endsWith(' bookworm'));
  if (line === undefined) throw new Error('apt knows no source for bookworm: run apt-get update');
  return line.slice(0, -' bookworm'.length);
}

const indices = new Map<string, string>();

function packages(mirror: string, suite: string): string {
  const known = indices.get(suite);
  if (known !== undefined) return known;
  const work = mkdtempSync(join(tmpdir(), 'seaworthy-index-'));
  try {
    const file = join(work, 'Packages.xz');
    run('curl', [
      '-fsSL',
      '--retry',
      '3',
      '-o',
      file,
      `${mirror}dists/${suite}/main/binary-amd64/Packages.xz`,
    ]);
    const text = run('xz', ['-dc', file]);
    indices.set(suite, text);
    return text;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function find(text: string, name: string): IndexEntry {
  const at = text.startsWith(`Package: ${name}\n`) ? 0 : text.indexOf(`\nPackage: ${name}\n`);
  if (at === -1) throw new Error(`the suite has no package ${name}`);
  const stanza = text.slice(at, text.indexOf('\n\n', at + 1));
  const field = (key: string): string => new RegExp(`^${key}: (.*)$`, 'm').exec(stanza)?.[1] ?? '';
  return { version: field('Version'), filename: field('Filename'), sha256: field('SHA256') };
}
