// Rows of text as facts carry them through the layer cache.
import type { Json } from '../image/analyzer.ts';

/** What a reader learned from one database: its rows, or why it could not be read. */
export interface ReadRows {
  readonly rows: readonly (readonly string[])[];
  /** Why reading stopped; the rows before are kept. */
  readonly broken?: string;
}

export function rowsToJson({ rows, broken }: ReadRows): Json {
  return broken === undefined ? { rows } : { rows, broken };
}

/** Reads a fact back; anything that is not of the shape counts as broken. */
export function rowsFromJson(data: Json): ReadRows {
  if (data === null || typeof data !== 'object' || Array.isArray(data))
    return { rows: [], broken: 'no rows' };
  const record = new Map(Object.entries(data));
  const broken = record.get('broken');
  const rows = record.get('rows');
  return {
    rows: Array.isArray(rows) ? rows.filter(Array.isArray).map(textsOf) : [],
    ...(typeof broken === 'string' ? { broken } : {}),
  };
}

/** The texts of a list; anything else in it becomes an empty text. */
export function textsOf(data: Json): string[] {
  return Array.isArray(data) ? data.map((item) => (typeof item === 'string' ? item : '')) : [];
}
