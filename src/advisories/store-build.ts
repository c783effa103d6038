// Builds the local store from a dump: written aside, made visible by one rename.
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { textDigest } from './digests.ts';
import { type Dump, type DumpPart, inspectDump, partDigest, readPart } from './dump.ts';
import { dumpUpdated, newestModified } from './freshness.ts';
import { parseKnownExploited } from './known-exploited.ts';
import { type Advisory, comparableName, ecosystemFamily } from './record.ts';
import { manifestName, readManifest, type StoredEcosystem, type StoreManifest } from './store-manifest.ts';
import { parseSupportDates } from './support-dates.ts';

export const knownExploitedName = 'known-exploited.json';
export const supportName = 'support.json';

/**
 * Makes `directory` hold the dump at `from` (folder or zip). A reader that is open goes on with what it opened; the
 * generation before the last one is removed. `updated` says when the data was fetched, where the caller knows.
 */
export function buildStore(from: string, directory: string, updated?: string): StoreManifest {
  const dump = inspectDump(from);
  mkdirSync(directory, { recursive: true });
  const generation = mkdtempSync(join(directory, 'generation-'));
  try {
    const manifest = writeGeneration(dump, generation, updated);
    const previous = readManifestOrNone(directory)?.generation;
    const staged = join(generation, manifestName);
    writeFileSync(staged, `${JSON.stringify(manifest, null, 1)}\n`);
    renameSync(staged, join(directory, manifestName));
    removeOld(directory, [manifest.generation, ...(previous === undefined ? [] : [previous])]);
    return manifest;
  } catch (error) {
    rmSync(generation, { recursive: true, force: true });
    throw error;
  }
}

/** A damaged store is no reason not to build a new one. */
function readManifestOrNone(directory: string): StoreManifest | undefined {
  try {
    return readManifest(directory);
  } catch {
    return undefined;
  }
}

function removeOld(directory: string, keep: readonly string[]): void {
  for (const name of readdirSync(directory)) {
    if (name.startsWith('generation-') && !keep.includes(name)) {
      rmSync(join(directory, name), { recursive: true, force: true });
    }
  }
}

function writeGeneration(dump: Dump, place: string, updated: string | undefined): StoreManifest {
  const known = updated ?? dumpUpdated(dump.root);
  const built = dump.parts.map((part, index) => writePart(part, place, `${index}`));
  const exploited = copy(dump.knownExploited, place, knownExploitedName, parseKnownExploited);
  const support = copy(dump.support, place, supportName, parseSupportDates);
  return {
    format: 1,
    generation: basename(place),
    ...(known === undefined ? {} : { updated: known }),
    ecosystems: built.map((one) => one.ecosystem),
    ...(exploited === undefined ? {} : { knownExploited: exploited }),
    ...(support === undefined ? {} : { support }),
    malformed: built.reduce((sum, one) => sum + one.malformed, 0),
  };
}

function copy(
  from: string | undefined,
  place: string,
  name: string,
  check: (text: string, from: string) => unknown,
): string | undefined {
  if (from === undefined) return undefined;
  const text = readFileSync(from, 'utf8');
  check(text, from);
  writeFileSync(join(place, name), text);
  return textDigest(text);
}

/** One block a package, deflated; the index has a line `name TAB offset TAB length TAB digest` each, sorted. */
function writePart(
  part: DumpPart,
  place: string,
  stem: string,
): { ecosystem: StoredEcosystem; malformed: number } {
  const packages = new Map<string, string[]>();
  let records = 0;
  let malformed = 0;
  const newest = newestModified(part.path);
  for (const record of readPart(part)) {
    if (record.kind === 'malformed') {
      malformed += 1;
      continue;
    }
    records += 1;
    newest.see(record.advisory.modified);
    for (const [name, slim] of byPackage(record.advisory, part.family)) {
      const texts = packages.get(name) ?? [];
      texts.push(JSON.stringify(slim));
      packages.set(name, texts);
    }
  }
  const names = [...packages.keys()].sort();
  const lines: string[] = [];
  const handle = openSync(join(place, `${stem}.data`), 'w');
  try {
    let offset = 0;
    for (const name of names) {
      const block = deflateRawSync(`[${(packages.get(name) ?? []).sort().join(',')}]`);
      writeSync(handle, block);
      lines.push(`${JSON.stringify(name)}\t${offset}\t${block.length}\t${textDigest(block)}\n`);
      offset += block.length;
    }
  } finally {
    closeSync(handle);
  }
  const index = lines.join('');
  writeFileSync(join(place, `${stem}.index`), index);
  const updated = newest.value();
  const ecosystem = {
    family: part.family,
    index: `${stem}.index`,
    data: `${stem}.data`,
    indexDigest: textDigest(index),
    digest: partDigest(part),
    ...(updated === undefined ? {} : { updated }),
    records,
    packages: names.length,
  };
  return { ecosystem, malformed };
}

/** The record once for each package, with that package's entries only. */
function byPackage(advisory: Advisory, family: string): ReadonlyMap<string, Advisory> {
  const slim = new Map<string, Advisory>();
  for (const entry of advisory.affected) {
    if (ecosystemFamily(entry.ecosystem) !== family) continue;
    const name = comparableName(family, entry.name);
    const before = slim.get(name);
    slim.set(name, { ...advisory, affected: [...(before?.affected ?? []), entry] });
  }
  return slim;
}
