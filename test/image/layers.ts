// Short ways from bytes or tar items to what the code under test makes of them.

import { type AnalyzeOptions, analyzeLayer } from '../../src/image/analyze-layer.ts';
import type { Analyzer, Entry } from '../../src/image/analyzer.ts';
import { wholeBody } from '../../src/image/analyzer.ts';
import { type EntryTable, openRows } from '../../src/image/entry-table.ts';
import type { LayerRecord } from '../../src/image/layer-record.ts';
import { ContentError } from '../../src/terms/refusal.ts';
import { inPieces } from './tar-writer.ts';

/** Keeps the text of every small file. */
export const bodies: Analyzer = {
  id: 'bodies',
  version: 1,
  open: (entry, sink) =>
    entry.type === 'file' ? wholeBody(entry, 100, sink, (body) => sink.fact(body.toString())) : undefined,
};

export function analyze(
  bytes: Uint8Array,
  options: Partial<AnalyzeOptions> = {},
  piece?: number,
): Promise<LayerRecord> {
  return analyzeLayer(inPieces(bytes, piece), { mediaType: '', analyzers: [bodies], ...options });
}

export function entriesOf(record: LayerRecord): Entry[] {
  return tableEntries(record.entries);
}

/** The refusal's code when the layer as a whole is refused; anything else that is thrown is passed on. */
export async function refusalOf(reading: Promise<unknown>): Promise<string> {
  try {
    await reading;
    return 'read';
  } catch (error) {
    if (error instanceof ContentError) return error.refusal.code;
    throw error;
  }
}

export function sum(record: LayerRecord): number {
  const { parsed, notInteresting, refused } = record.accounting;
  return parsed + notInteresting + refused;
}

/** All rows of a table, in its order. */
export function tableEntries(table: EntryTable): Entry[] {
  const entries: Entry[] = [];
  for (const rows = openRows(table); rows.next(); ) entries.push(rows.entry());
  return entries;
}
