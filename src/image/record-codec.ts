// A layer record as the bytes of a cache file: digest, head, then the parts that are read only when asked for.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Digest, isDigest } from '../terms/digest.ts';
import type { EntryTable } from './entry-table.ts';
import { type FactTable, lazyFacts } from './fact-table.ts';
import type { LayerRecord } from './layer-record.ts';

/** Goes up whenever the bytes or the meaning of a record change: old files are then never asked for. */
export const recordFormat = 3;

const digestLength = 32;
const count = z.number().int().nonnegative();
const refusal = z.object({
  code: z.enum([
    'digest-mismatch',
    'size-mismatch',
    'truncated',
    'malformed',
    'ambiguous',
    'media-type',
    'unsupported',
    'ceiling',
    'encrypted',
    'unreadable-database',
    'foreign-layer',
  ]),
  what: z.string(),
  message: z.string(),
  path: z.string().exactOptional(),
});

const head = z.object({
  key: z.string(),
  entries: z.object({ count, blocks: count, rows: count }),
  facts: z.array(z.tuple([z.string(), count])),
  replacedFacts: z.array(z.tuple([z.string(), count])),
  whiteouts: z.array(z.string()),
  opaque: z.array(z.string()),
  hardlinks: z.array(z.tuple([z.string(), z.string()])),
  refusals: z.array(refusal),
  accounting: z.object({ parsed: count, notInteresting: count, refused: count }),
  oddities: z.object({ duplicatePaths: count, absolutePaths: count }),
  plainDigest: z.custom<Digest>((value) => typeof value === 'string' && isDigest(value)).optional(),
});

/** In pieces, because a large layer's facts are not held twice. Layout: SHA-256 of the rest | length of the head, 32 bits little-endian | head | blocks | rows | facts. */
export function encodeRecord(record: LayerRecord, key: string): readonly Uint8Array[] {
  const { rows, blocks } = record.entries;
  const facts = factSections(record.facts);
  const replacedFacts = factSections(record.replacedFacts);
  const line: z.infer<typeof head> = {
    key,
    entries: { count: record.entries.count, blocks: blocks.length, rows: rows.length },
    facts: facts.map(({ analyzer, bytes }) => [analyzer, bytes.length]),
    replacedFacts: replacedFacts.map(({ analyzer, bytes }) => [analyzer, bytes.length]),
    whiteouts: [...record.whiteouts],
    opaque: [...record.opaque],
    hardlinks: record.hardlinks.map(([path, target]) => [path, target]),
    refusals: record.refusals.map(({ digest: _, ...rest }) => rest),
    accounting: record.accounting,
    oddities: record.oddities,
    ...(record.plainDigest === undefined ? {} : { plainDigest: record.plainDigest }),
  };
  const text = Buffer.from(JSON.stringify(line));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  const places = Buffer.from(blocks.buffer, blocks.byteOffset, blocks.byteLength);
  const parts: readonly Uint8Array[] = [
    length,
    text,
    places,
    rows,
    ...[...facts, ...replacedFacts].map(({ bytes }) => bytes),
  ];
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return [hash.digest(), ...parts];
}

/** The record, or undefined when the bytes are not whole, or not of this key. Facts are parsed when asked for. */
export function decodeRecord(bytes: Buffer, key: string): LayerRecord | undefined {
  const body = bytes.subarray(digestLength);
  if (body.length < 4) return undefined;
  if (!createHash('sha256').update(body).digest().equals(bytes.subarray(0, digestLength))) return undefined;
  const parsed = readHead(body);
  if (parsed?.line.key !== key) return undefined;
  const { line } = parsed;
  let at = parsed.end;
  const part = (length: number): Buffer => {
    at += length;
    return body.subarray(at - length, at);
  };
  const entries = takeTable(line.entries.count, part(4 * line.entries.blocks), part(line.entries.rows));
  const sections = (lengths: readonly (readonly [string, number])[]): FactTable =>
    lazyFacts(new Map(lengths.map(([analyzer, length]) => [analyzer, part(length)])));
  const facts = sections(line.facts);
  const replacedFacts = sections(line.replacedFacts);
  if (at !== body.length) return undefined;
  return { ...line, entries, facts, replacedFacts };
}

function factSections(facts: FactTable): { readonly analyzer: string; readonly bytes: Buffer }[] {
  return facts.analyzers.map((analyzer) => {
    const pairs = facts.of(analyzer).map((fact) => [fact.path, fact.data]);
    return { analyzer, bytes: Buffer.from(JSON.stringify(pairs)) };
  });
}

function readHead(body: Buffer): { line: z.infer<typeof head>; end: number } | undefined {
  const end = 4 + body.readUInt32LE(0);
  if (end > body.length) return undefined;
  try {
    const line = head.safeParse(JSON.parse(body.toString('utf8', 4, end)));
    return line.success ? { line: line.data, end } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function takeTable(rowCount: number, places: Buffer, rows: Buffer): EntryTable {
  const aligned = new Uint8Array(places);
  return { count: rowCount, rows, blocks: new Uint32Array(aligned.buffer) };
}
