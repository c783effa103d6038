// Builds the local store from a dump: written aside, made visible by one rename.
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { OutsideError } from '../terms/errors.ts';
import { makeFolder } from '../terms/folder.ts';
import { inTurn } from '../terms/turn.ts';
import { fileDigest, textDigest } from './digests.ts';
import { type Dump, type DumpPart, inspectDump } from './dump.ts';
import { eachRecord, partDigest, readRecord, type UnreadRecord } from './dump-records.ts';
import { dumpUpdated, newestModified } from './freshness.ts';
import { parseKnownExploited } from './known-exploited.ts';
import { type Advisory, comparableName, ecosystemFamily } from './record.ts';
import {
  knownExploitedName,
  manifestName,
  readManifest,
  type StoredEcosystem,
  type StoreManifest,
  supportName,
} from './store-manifest.ts';
import { storedText } from './store-record.ts';
import { parseSupportDates } from './support-dates.ts';
import { tallyUnread } from './unread.ts';

export interface StoreWish {
  /** When the data was fetched, where the caller knows. */
  readonly updated?: string;
  /** Families to take of the dump; all if not given. */
  readonly only?: readonly string[];
}

const finished = 'generation-';
const unfinished = 'building-';

/**
 * Makes `directory` hold the dump at `from` (folder or zip). A reader that is open goes on with what it opened; the
 * generation before the last one is removed. UserError where there is no dump, OutsideError where nothing can be written.
 */
export function buildStore(from: string, directory: string, wish: StoreWish = {}): StoreManifest {
  const dump = inspectDump(from, wish.only);
  const place = makePlace(directory);
  try {
    const manifest = writeGeneration(dump, place, wish.updated);
    publish(manifest, place, directory);
    return manifest;
  } catch (error) {
    rmSync(place, { recursive: true, force: true });
    throw error;
  }
}

/** Several may build at once, each in a place of its own; what is there in the end is whole, and of the last. */
function publish(manifest: StoreManifest, place: string, directory: string): void {
  const file = join(directory, manifestName);
  inTurn(file, () => {
    const previous = readManifestOrNone(directory)?.generation;
    const generation = join(directory, manifest.generation);
    renameSync(place, generation);
    const staged = join(generation, manifestName);
    writeFileSync(staged, `${JSON.stringify(manifest, null, 1)}\n`);
    renameSync(staged, file);
    removeOld(directory, [manifest.generation, ...(previous === undefined ? [] : [previous])]);
  });
}

function makePlace(directory: string): string {
  try {
    makeFolder(directory);
    return mkdtempSync(join(directory, unfinished));
  } catch (cause) {
    const fix = 'Make the folder writable, or name another one with --store or SEAWORTHY_HOME.';
    throw new OutsideError('filesystem', `the store ${directory} cannot be written`, fix, { cause });
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
  const now = statSync(directory).mtimeMs;
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    const old = name.startsWith(finished)
      ? !keep.includes(name)
      : name.startsWith(unfinished) && abandoned(path, now);
    if (old) rmSync(path, { recursive: true, force: true });
  }
}

/** Left behind by a run that was killed: nobody builds for a day. `now` in milliseconds, as the disk has it. */
function abandoned(path: string, now: number): boolean {
  const status = statSync(path, { throwIfNoEntry: false });
  return status !== undefined && now - status.mtimeMs > 24 * 60 * 60 * 1000;
}

function writeGeneration(dump: Dump, place: string, updated: string | undefined): StoreManifest {
  const known = updated ?? dumpUpdated(dump.root);
  const ecosystems = dump.parts.map((part, index) => writePart(part, place, `${index}`));
  const exploited = writeKnownExploited(dump, place);
  const support = writeSupport(dump, place);
  return {
    format: 2,
    generation: basename(place).replace(unfinished, finished),
    ...(known === undefined ? {} : { updated: known }),
    ecosystems,
    ...(exploited === undefined ? {} : { knownExploited: exploited }),
    ...(support === undefined ? {} : { support }),
  };
}

/** Of the catalogue's megabyte only the ids are kept, one a line. */
function writeKnownExploited(dump: Dump, place: string): StoreManifest['knownExploited'] {
  const from = dump.knownExploited;
  if (from === undefined) return undefined;
  const list = [...parseKnownExploited(readFileSync(from, 'utf8'), from)].sort().join('\n');
  writeFileSync(join(place, knownExploitedName), list);
  return { digest: fileDigest(from), listDigest: textDigest(list) };
}

function writeSupport(dump: Dump, place: string): string | undefined {
  const from = dump.support;
  if (from === undefined) return undefined;
  const text = readFileSync(from, 'utf8');
  parseSupportDates(text, from);
  writeFileSync(join(place, supportName), text);
  return textDigest(text);
}

/** One block a package, deflated; the index has a line `"name" TAB offset TAB length TAB digest` each, sorted. */
function writePart(part: DumpPart, place: string, stem: string): StoredEcosystem {
  const packages = new Map<string, string[]>();
  const ecosystems = new Set<string>();
  const unread: UnreadRecord[] = [];
  let records = 0;
  const newest = newestModified(part.path);
  for (const one of eachRecord(part)) {
    const record = readRecord(part, one);
    if (record.kind === 'malformed') {
      unread.push(record);
      continue;
    }
    records += 1;
    newest.see(record.advisory.modified);
    for (const { ecosystem } of record.advisory.affected) ecosystems.add(ecosystem);
    for (const [name, slim] of byPackage(record.advisory, part.family)) {
      const texts = packages.get(name) ?? [];
      texts.push(storedText(slim));
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
  return {
    family: part.family,
    index: `${stem}.index`,
    data: `${stem}.data`,
    indexDigest: textDigest(index),
    digest: partDigest(part),
    ...(updated === undefined ? {} : { updated }),
    records,
    packages: names.length,
    ecosystems: [...ecosystems].sort(),
    unread: tallyUnread(unread),
  };
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
