// How a record stands in the store: as it is in memory, without what is empty.
import type { Advisory, Affected, RangeEvent, SeverityEntry } from './record.ts';

interface StoredAffected {
  readonly ecosystem: string;
  readonly name: string;
  readonly ranges?: readonly (readonly RangeEvent[])[];
  readonly versions?: readonly string[];
  readonly gitRanges?: number;
  readonly severity?: readonly SeverityEntry[];
  readonly triage?: readonly string[];
}

type Lists = 'aliases' | 'related' | 'upstream' | 'severity' | 'references';

/** An advisory whose empty lists may be missing. */
export type StoredAdvisory = Omit<Advisory, Lists | 'affected'> &
  Partial<Pick<Advisory, Lists>> & { readonly affected?: readonly StoredAffected[] };

export function storedText(advisory: Advisory): string {
  return JSON.stringify(advisory, (_, value) =>
    value === 0 || (Array.isArray(value) && value.length === 0) ? undefined : value,
  );
}

/** Shared: of nine records in ten most lists are empty. */
const none: readonly never[] = [];

/** `stored` as it was parsed becomes the record: it is nobody else's, and a copy of ten thousand costs more than reading them. */
export function restored(stored: StoredAdvisory): Advisory {
  const { aliases = none, related = none, upstream = none, severity = none, references = none } = stored;
  const affected = stored.affected === undefined ? none : stored.affected.map(restoredEntry);
  return Object.assign(stored, { aliases, related, upstream, severity, references, affected });
}

function restoredEntry(stored: StoredAffected): Affected {
  const { ecosystem, name } = stored;
  const { ranges = none, versions = none, gitRanges = 0, severity = none, triage = none } = stored;
  return { ecosystem, name, ranges, versions, gitRanges, severity, triage };
}
