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

export function restored(stored: StoredAdvisory): Advisory {
  const { aliases = [], related = [], upstream = [], severity = [], references = [], affected = [] } = stored;
  return {
    ...stored,
    aliases,
    related,
    upstream,
    severity,
    references,
    affected: affected.map(restoredEntry),
  };
}

function restoredEntry(stored: StoredAffected): Affected {
  const { ranges = [], versions = [], gitRanges = 0, severity = [], triage = [] } = stored;
  const { ecosystem, name } = stored;
  return { ecosystem, name, ranges, versions, gitRanges, severity, triage };
}
