// A JSON reader that two readers cannot disagree about: no duplicate or case-colliding keys, bounded depth.
import { ContentError, type RefusalCode } from '../terms/refusal.ts';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
/** Has no prototype: `__proto__` is a key like any other. */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

export interface JsonLimits {
  /** What is read, for messages: `manifest`. */
  readonly what: string;
  readonly depth?: number;
  readonly bytes?: number;
  /** Keys whose objects hold keys of the user's own, such as labels: two of those may differ in case only. */
  readonly freeMaps?: ReadonlySet<string>;
}

export const documentCeiling = 4 * 1024 * 1024;
const depthCeiling = 64;

/**
 * A key as Go's encoding/json matches it to a field: Unicode simple folding, so `ſ` is `s` and `K` (Kelvin) is `k`.
 * Go takes the last of `layers`, `Layers`; JavaScript looks only at the first: a document with both hides something.
 */
export function foldKey(key: string): string {
  return key.toUpperCase().toLowerCase();
}

const blank = /[ \t\n\r]*/y;
const plainString = /"([^"\\\u0000-\u001f]*)"/y;
const anyString = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const numeral = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const literals: ReadonlyMap<string, null | boolean> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** Parses UTF-8 JSON strictly (RFC 8259 §4: unique names); throws ContentError `malformed`, `ambiguous` or `ceiling`. */
export function parseStrictJson(bytes: Uint8Array, limits: JsonLimits): JsonValue {
  const { what } = limits;
  const deepest = limits.depth ?? depthCeiling;
  const largest = limits.bytes ?? documentCeiling;
  const refuse = (code: RefusalCode, why: string, cause?: unknown): ContentError =>
    new ContentError({ code, what, message: `the ${what} ${why}` }, { cause });
  if (bytes.length > largest)
    throw refuse('ceiling', `has ${bytes.length} bytes; at most ${largest} are read`);

  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw refuse('malformed', 'is not UTF-8', error);
  }
  let at = 0;
  const malformed = () => refuse('malformed', `is not JSON at character ${at}`);

  function match(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  }
  function take(mark: string): boolean {
    match(blank);
    if (text[at] !== mark) return false;
    at += 1;
    return true;
  }
  function string(): string {
    const plain = match(plainString);
    if (plain !== undefined) return plain.slice(1, -1);
    const escaped = match(anyString);
    if (escaped === undefined) throw malformed();
    return String(JSON.parse(escaped));
  }
  function object(depth: number, free: boolean): JsonObject {
    const result: Record<string, JsonValue> = Object.create(null);
    const folded = new Map<string, string>();
    if (take('}')) return result;
    do {
      match(blank);
      const key = string();
      const fold = free ? key : foldKey(key);
      const twin = folded.get(fold);
      if (twin !== undefined) {
        const how = twin === key ? 'twice' : `besides ${JSON.stringify(twin)}`;
        throw refuse(
          'ambiguous',
          `has the key ${JSON.stringify(key)} ${how}: readers disagree which one counts`,
        );
      }
      folded.set(fold, key);
      if (!take(':')) throw malformed();
      result[key] = value(depth + 1, limits.freeMaps?.has(key));
    } while (take(','));
    if (!take('}')) throw malformed();
    return result;
  }
  function array(depth: number): JsonValue[] {
    const result: JsonValue[] = [];
    if (take(']')) return result;
    do result.push(value(depth + 1));
    while (take(','));
    if (!take(']')) throw malformed();
    return result;
  }
  function value(depth: number, free = false): JsonValue {
    if (depth > deepest) throw refuse('ceiling', `is nested more than ${deepest} levels deep`);
    if (take('{')) return object(depth, free);
    if (take('[')) return array(depth);
    if (text[at] === '"') return string();
    for (const [word, meaning] of literals) {
      if (text.startsWith(word, at)) {
        at += word.length;
        return meaning;
      }
    }
    const digits = match(numeral);
    if (digits === undefined) throw malformed();
    return Number(digits);
  }

  const result = value(0);
  match(blank);
  if (at !== text.length) throw malformed();
  return result;
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
