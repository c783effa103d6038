// What a report of another tool says, whatever format it was written in.
import type { Severity } from '../../terms/severity.ts';

/** A vulnerability of a package, in the tool's words. All texts are untrusted. */
export interface ToolVulnerability {
  readonly kind: 'vulnerability';
  /** Not empty: every id the tool gives it. */
  readonly ids: readonly string[];
  readonly name: string;
  /** Package URL with its version, where the tool states one. */
  readonly purl?: string;
  readonly installed: string;
  /** Versions that fix it, as the tool lists them; empty: none is known. */
  readonly fixes: readonly string[];
  readonly severity: Severity;
  readonly cvss?: { readonly vector: string; readonly score: number };
  /** ISO 8601 instant. */
  readonly published?: string;
  readonly summary?: string;
}

/** Anything else: a failed check, a weakness in code, a secret. */
export interface ToolFact {
  readonly kind: 'fact';
  /** The tool's own id of the rule. */
  readonly rule: string;
  readonly severity: Severity;
  /** File that it is about, with a line from 1, where there is one. */
  readonly file?: { readonly path: string; readonly line: number };
  readonly message: string;
  readonly because?: string;
  readonly fix?: string;
}

export interface ToolReport {
  /** The tool's name, such as `Trivy`. */
  readonly tool: string;
  /** Digests of the image that the report names; empty: it names none. */
  readonly digests: readonly string[];
  readonly items: readonly (ToolVulnerability | ToolFact)[];
}

/** Bytes of a report, and findings in it, that are read at most. */
export const reportCeilings = { bytes: 64 * 1024 * 1024, items: 50_000 } as const;

const words: ReadonlyMap<string, Severity> = new Map([
  ['critical', 'critical'],
  ['defcon1', 'critical'],
  ['high', 'high'],
  ['important', 'high'],
  ['medium', 'medium'],
  ['moderate', 'medium'],
  ['low', 'low'],
  ['info', 'negligible'],
  ['negligible', 'negligible'],
  ['none', 'negligible'],
]);

/** The severity that a tool's word means; silence and words of its own are `unknown`. */
export function severityOfWord(word: string | undefined): Severity {
  return words.get((word ?? '').toLowerCase()) ?? 'unknown';
}

/** CVSS 3.1 §5: qualitative rating of a score from 0 to 10. */
export function severityOfScore(score: number): Severity {
  if (!(score >= 0 && score <= 10)) return 'unknown';
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  if (score >= 4) return 'medium';
  return score > 0 ? 'low' : 'negligible';
}

/** An instant as ISO 8601, undefined for text that is none. */
export function instantOf(text: string | undefined): string | undefined {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

/** `sha256:` digests in texts such as `registry.example/app@sha256:…`. */
export function digestsIn(texts: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(texts.flatMap((text) => /sha256:[0-9a-f]{64}/.exec(text ?? '')?.[0] ?? []))].sort();
}

/** The fields that are stated: an optional field that is absent must not be there at all. */
export function stated<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept: { [K in keyof T]?: Exclude<T[K], undefined> } = {};
  for (const key in fields) {
    const value = fields[key];
    if (isStated(value)) kept[key] = value;
  }
  return kept;
}

function isStated<V>(value: V): value is Exclude<V, undefined> {
  return value !== undefined;
}
