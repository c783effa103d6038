// The records of one ecosystem's dump, one at a time: bytes as they are, or parsed.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { OutsideError } from '../terms/errors.ts';
import { fileDigest, folderDigest, textDigest } from './digests.ts';
import type { DumpPart } from './dump.ts';
import { mentionedNames } from './mentions.ts';
import { parseAdvisory, recordCeiling } from './osv.ts';
import type { Advisory } from './record.ts';
import { readZip } from './zip.ts';

export interface RecordBody {
  /** File name inside the part. */
  readonly name: string;
  readonly body: Buffer;
}

/** A record read, or what can be told of one that could not be. */
export type DumpRecord = { readonly kind: 'ok'; readonly advisory: Advisory } | UnreadRecord;

export interface UnreadRecord {
  readonly kind: 'malformed';
  readonly reason: string;
  /** Not even JSON: it could have been about any package. */
  readonly damaged: boolean;
  /** Packages that its text names, as `comparableName` writes them. */
  readonly names: ReadonlySet<string>;
}

/** Records of a part, not parsed; a changed record takes the place of the zip's. */
export function* eachRecord(part: DumpPart): Generator<RecordBody> {
  if (part.kind === 'folder') {
    yield* folderRecords(part.path);
    return;
  }
  const changed = new Set(part.changes === undefined ? [] : readdirSync(part.changes));
  for (const { name, body } of readZip(part.path, recordCeiling)) {
    if (name.endsWith('.json') && !changed.has(name)) yield { name, body };
  }
  if (part.changes !== undefined) yield* folderRecords(part.changes);
}

/** Parses one; never throws for what stands in it. */
export function readRecord(part: DumpPart, { name, body }: RecordBody): DumpRecord {
  const parsed = parseAdvisory(body.toString('utf8'));
  if (parsed.kind === 'ok') return parsed;
  const reason = `${part.family}/${name} ${parsed.reason}`;
  return { ...parsed, reason, names: mentionedNames(body, part.family) };
}

function* folderRecords(path: string): Generator<RecordBody> {
  for (const name of readdirSync(path).sort()) {
    if (!name.endsWith('.json')) continue;
    const file = join(path, name);
    if (statSync(file).size > recordCeiling) {
      const message = `${file} has over ${recordCeiling} bytes`;
      throw new OutsideError('protocol', message, 'Remove it from the dump.');
    }
    yield { name, body: readFileSync(file) };
  }
}

/** SHA-256 of a zip, with its changes if there are any, or over the names and contents of a folder's JSON files. */
export function partDigest(part: DumpPart): string {
  if (part.kind === 'folder') return folderDigest(part.path);
  const digest = fileDigest(part.path);
  return part.changes === undefined ? digest : textDigest(`${digest}\n${folderDigest(part.changes)}\n`);
}
