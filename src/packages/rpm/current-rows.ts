// The rows of a database as SQLite would show them: with the log or journal that lies beside it.
import type { Json } from '../../image/analyzer.ts';
import type { LayeredFact } from '../../image/view.ts';
import { type ReadRows, rowsFromJson, textsOf } from '../json-rows.ts';

export interface CurrentRows extends ReadRows {
  /** What SQLite would do first that could not be done here: a file beside the database, and the words for it. */
  readonly pending?: { readonly path: string; readonly message: string };
}

/**
 * A journal or log is brought in when it was read together with this very database, in one layer; a database of a
 * later layer has only its own rows, and is compared with what is left of the log.
 */
export function currentRows(facts: ReadonlyMap<string, LayeredFact>, database: LayeredFact): CurrentRows {
  const own = fields(database);
  const journal = besideOf(facts, database, '-journal');
  const log = besideOf(facts, database, '-wal');
  const pages = textsOf(log?.data.get('pages') ?? []);
  const rows = rowsFromJson(database.data);
  if (journal !== undefined && journal.data.get('kind') !== 'done') {
    const restored = together(database, own, journal, 'restored');
    const obstacle = whyNotRestored(journal, restored, pages.length > 0);
    return obstacle === undefined && restored !== undefined
      ? rowsFromJson(restored)
      : { ...rows, pending: { path: journal.path, message: `${journal.path} ${obstacle}` } };
  }
  if (log === undefined) return rows;
  const merged = together(database, own, log, 'logged');
  if (merged !== undefined) return rowsFromJson(merged);
  const text = own.get('sums');
  const sums = typeof text === 'string' ? text.split(' ') : [];
  const isContained = pages.every((line) => {
    const [page, sum] = line.split(' ');
    return sums[Number(page) - 1] === sum;
  });
  const message = `${log.path} holds changes that are not in the database yet: run rpm once, or rebuild the database`;
  return isContained ? rows : { ...rows, pending: { path: log.path, message } };
}

interface Beside {
  readonly path: string;
  readonly layer: number;
  readonly data: ReadonlyMap<string, Json>;
}

function besideOf(
  facts: ReadonlyMap<string, LayeredFact>,
  database: LayeredFact,
  suffix: string,
): Beside | undefined {
  const fact = facts.get(`${database.path}${suffix}`);
  return fact && { path: fact.path, layer: fact.layer, data: fields(fact) };
}

/** What database and the file beside it say together, by whichever of them came later in their layer. */
function together(
  database: LayeredFact,
  own: ReadonlyMap<string, Json>,
  beside: Beside,
  key: 'logged' | 'restored',
): Json | undefined {
  if (beside.layer !== database.layer) return undefined;
  const merged = beside.data.get('merged');
  return beside.data.get('over') === own.get('sum') && merged !== undefined ? merged : own.get(key);
}

function whyNotRestored({ data }: Beside, restored: Json | undefined, hasLog: boolean): string | undefined {
  const file = data.get('file');
  if (typeof file === 'string')
    return `belongs to a change of several databases; whether it happened stands in ${file}`;
  if (hasLog) return 'would take back a change, and a write-ahead log lies beside it';
  return restored === undefined
    ? 'would take back a change of a database in another layer, or one too large to keep: run rpm once'
    : undefined;
}

function fields({ data }: LayeredFact): ReadonlyMap<string, Json> {
  return new Map(
    data === null || typeof data !== 'object' || Array.isArray(data) ? [] : Object.entries(data),
  );
}
