// One pass over one layer: inflate, walk, and hand each body to every analyzer that asks for it.
import type { HashAlgorithm } from '../oci/hashing/algorithms.ts';
import type { Digester } from '../oci/hashing/digester.ts';
import { hexAt, openHashing, placed } from '../oci/hashing/hashing.ts';
import { inflateLayer } from '../oci/inflate/inflate-layer.ts';
import { layerKind } from '../oci/media-types.ts';
import { Bug } from '../terms/errors.ts';
import { ContentError, type Refusal } from '../terms/refusal.ts';
import type { Analyzer, Entry, Fact, ToFact } from './analyzer.ts';
import { bodyOpener } from './body-readers.ts';
import { type Ceilings, defaultCeilings } from './ceilings.ts';
import { entryTableBuilder } from './entry-table-builder.ts';
import { type FactTable, factTable } from './fact-table.ts';
import { type LayerRecord, refusalCeiling } from './layer-record.ts';
import { type TarVisitor, tooManyEntries, walkTar } from './tar-walk.ts';
import { unreadBy } from './unread-link.ts';
import { whiteoutOf } from './whiteout.ts';

export interface AnalyzeOptions {
  /** As the manifest says; '' when nothing says it. */
  readonly mediaType: string;
  /** Bytes of the blob, about; nothing is known of it: a small one. */
  readonly size?: number | undefined;
  readonly analyzers: readonly Analyzer[];
  /** Those given replace the defaults. */
  readonly ceilings?: Partial<Ceilings>;
  /** Told how many plain bytes have been read, about every MiB. */
  readonly onProgress?: (plainBytes: number) => void;
}

/**
 * Reads a layer's blob once; a chunk of it need only stay whole until the next but one is asked for. Throws `ContentError` when the layer as a whole cannot be read; single entries and
 * bodies that were refused stand in the record. The caller verifies the blob's digest while `body` streams:
 * the record counts for nothing until that has succeeded.
 */
export async function analyzeLayer(
  body: AsyncIterable<Uint8Array>,
  options: AnalyzeOptions,
): Promise<LayerRecord> {
  const ceilings: Ceilings = { ...defaultCeilings, ...options.ceilings };
  const deadline = performance.now() + ceilings.milliseconds;
  const hashing = openHashing(options.size ?? 0);
  try {
    const pass = startPass(options.analyzers, ceilings, hashing.digester());
    const whole = layerKind(options.mediaType)?.kind === 'tar' ? undefined : hashing.digester();
    const text = whole?.open(['sha256']);
    let plain = 0;
    const chunks = inflateLayer(body, options.mediaType, ceilings, options.size);
    for await (const chunk of placed(chunks, hashing)) {
      text?.update(chunk);
      pass.write(chunk);
      plain += chunk.length;
      options.onProgress?.(plain);
      if (performance.now() > deadline) {
        throw beyond(`the layer was not read within ${ceilings.milliseconds} ms`);
      }
    }
    text?.end();
    const record = await pass.finish();
    if (whole === undefined) return record;
    return { ...record, plainDigest: `sha256:${(await whole.digests()).toString('hex')}` };
  } finally {
    hashing.close();
  }
}

function beyond(message: string): ContentError {
  return new ContentError({ code: 'ceiling', what: 'layer', message });
}

interface Pass {
  write(chunk: Uint8Array): void;
  finish(): Promise<LayerRecord>;
}

/** A fact that waits for its digests. */
interface Awaited {
  /** Its place among the facts. */
  readonly index: number;
  /** Its place among the digests. */
  readonly at: number;
  readonly algorithms: readonly HashAlgorithm[];
  readonly toFact: ToFact;
}

function startPass(analyzers: readonly Analyzer[], ceilings: Ceilings, digester: Digester): Pass {
  const table = entryTableBuilder();
  const facts: { readonly fact: Fact; readonly entry: number }[] = [];
  const whiteouts = new Set<string>();
  const opaque = new Set<string>();
  const hardlinks = new Map<string, string>();
  const refusals: Refusal[] = [];
  const bytes = { header: 0, body: 0, skipped: 0, refused: 0, padding: 0 };
  let absolutePaths = 0;
  let refused = 0;
  const refuse = (refusal: Refusal): void => {
    refused++;
    if (refusals.length < refusalCeiling) refusals.push(refusal);
  };
  const awaited: Awaited[] = [];
  const note = (fact: Fact): void => {
    if (facts.length >= ceilings.facts) throw beyond(`the layer yields more than ${ceilings.facts} facts`);
    facts.push({ fact, entry: table.count - 1 });
  };
  const openBodies = bodyOpener(analyzers, {
    fact: note,
    digests(named, size, algorithms, toFact) {
      const text = digester.open(algorithms);
      let at: number | undefined;
      return {
        write(chunk) {
          if (chunk.length === size) at = text.end(chunk);
          else text.update(chunk);
        },
        end() {
          awaited.push({ index: facts.length, at: at ?? text.end(), algorithms, toFact });
          note({ ...named, data: null });
        },
      };
    },
    refuse,
    bodyRefused(size) {
      bytes.body -= size;
      bytes.refused += size;
    },
  });
  const refuseUnread = (entry: Entry, target: string): void => {
    const unread = unreadBy(analyzers, entry, target);
    if (unread.length === 0) return;
    const message = `${entry.path} is a hard link to ${target}, where ${unread.join(', ')} did not look`;
    refuse({ code: 'unsupported', what: 'hard link', path: entry.path, message });
  };
  const visitor: TarVisitor = {
    entry(entry: Entry, absolute: boolean) {
      if (absolute) absolutePaths++;
      if (entry.path === '') return undefined;
      if (table.count + whiteouts.size + opaque.size >= ceilings.entries) throw tooManyEntries(ceilings);
      if (table.bytes > ceilings.entryBytes) {
        throw beyond(`the names and attributes of the entries take more than ${ceilings.entryBytes} bytes`);
      }
      const whiteout = whiteoutOf(entry.path);
      if (whiteout?.kind === 'malformed') {
        refuse({
          code: 'malformed',
          what: 'whiteout',
          path: entry.path,
          message: 'a whiteout names no file',
        });
        return undefined;
      }
      if (whiteout?.kind === 'whiteout') whiteouts.add(whiteout.path);
      if (whiteout?.kind === 'opaque') opaque.add(whiteout.directory);
      if (whiteout !== undefined) return undefined;
      table.add(entry);
      if (entry.target !== undefined && entry.type === 'hardlink') {
        const target = hardlinks.get(entry.target) ?? entry.target;
        hardlinks.set(entry.path, target);
        refuseUnread(entry, target);
      } else if (hardlinks.size > 0) {
        hardlinks.delete(entry.path);
      }
      return openBodies(entry);
    },
    refuse(code, message, path) {
      refuse({ code, what: 'tar entry', message: path === '' ? message : `${path}: ${message}`, path });
    },
    account(kind, count) {
      bytes[kind] += count;
    },
  };
  const walk = walkTar(visitor, ceilings);
  return {
    write: (chunk) => walk.write(chunk),
    async finish() {
      walk.end();
      const digests = await digester.digests();
      for (const { index, at, algorithms, toFact } of awaited) {
        const place = facts[index];
        if (place === undefined) throw new Bug('a fact that waits for its digests has gone');
        const data = toFact(hexAt(digests, at, algorithms), algorithms);
        facts[index] = { ...place, fact: { ...place.fact, data } };
      }
      const { table: entries, replaced, throughLink } = table.finish();
      if (throughLink !== undefined) {
        const message = `${throughLink} is written through a symbolic link of its own layer`;
        refuse({ code: 'ambiguous', what: 'tar entry', message, path: throughLink });
      }
      const factsWhere = (gone: boolean): FactTable =>
        factTable(facts.filter(({ entry }) => replaced.has(entry) === gone).map(({ fact }) => fact));
      const left = refused - refusals.length;
      if (left > 0) {
        refusals.push({ code: 'ceiling', what: 'layer', message: `${left} more things were refused` });
      }
      return {
        entries,
        whiteouts: [...whiteouts].sort(),
        opaque: [...opaque].sort(),
        hardlinks: [...hardlinks],
        facts: factsWhere(false),
        replacedFacts: factsWhere(true),
        refusals,
        accounting: {
          parsed: bytes.header + bytes.body,
          notInteresting: bytes.skipped + bytes.padding,
          refused: bytes.refused,
        },
        oddities: { duplicatePaths: replaced.size, absolutePaths },
      };
    },
  };
}
