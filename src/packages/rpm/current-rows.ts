// The rows of a database as SQLite would show them: with the write-ahead log that lies beside it.
import type { LayeredFact } from '../../image/view.ts';
import { type ReadRows, rowsFromJson, textsOf } from '../json-rows.ts';

export interface CurrentRows extends ReadRows {
  /** The log holds changes that could not be brought in. */
  readonly isPending: boolean;
}

/**
 * A log is brought in when it was read together with this very database, in one layer; a database of a later
 * layer has only its own rows, and is compared with what is left of the log.
 */
export function currentRows(facts: ReadonlyMap<string, LayeredFact>, database: LayeredFact): CurrentRows {
  const own = fields(database);
  const log = facts.get(`${database.path}-wal`);
  const logged = log === undefined ? new Map() : fields(log);
  const merged = logged.get('merged');
  if (log?.layer === database.layer && merged !== undefined && logged.get('over') === own.get('sum')) {
    return { ...rowsFromJson(merged), isPending: false };
  }
  const text = own.get('sums');
  const sums = typeof text === 'string' ? text.split(' ') : [];
  const isPending = textsOf(logged.get('pages') ?? []).some((line) => {
    const [page, sum] = line.split(' ');
    return sums[Number(page) - 1] !== sum;
  });
  return { ...rowsFromJson(database.data), isPending };
}

function fields({ data }: LayeredFact) {
  return new Map(
    data === null || typeof data !== 'object' || Array.isArray(data) ? [] : Object.entries(data),
  );
}
