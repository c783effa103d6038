// Reading facts back from JSON, as the layer cache gives them.
import type { Json } from '../image/analyzer.ts';

/** The members of an object; empty for anything else. */
export function mapOf(data: Json | undefined): ReadonlyMap<string, Json> {
  return data === null || typeof data !== 'object' || Array.isArray(data)
    ? new Map()
    : new Map(Object.entries(data));
}

export function textIn(map: ReadonlyMap<string, Json>, key: string): string | undefined {
  const value = map.get(key);
  return typeof value === 'string' ? value : undefined;
}

export function numberIn(map: ReadonlyMap<string, Json>, key: string): number | undefined {
  const value = map.get(key);
  return typeof value === 'number' ? value : undefined;
}
