// One advisory, slim: what matching, grading and explaining need of an OSV record.

export type RangeEvent =
  | { readonly kind: 'introduced'; readonly version: string }
  | { readonly kind: 'fixed'; readonly version: string }
  | { readonly kind: 'last_affected'; readonly version: string }
  | { readonly kind: 'limit'; readonly version: string };

export interface Affected {
  /** As the record writes it, release included: `Debian:12`. */
  readonly ecosystem: string;
  readonly name: string;
  readonly ranges: readonly (readonly RangeEvent[])[];
  readonly versions: readonly string[];
  /** Ranges over Git commits, which no package version can be held against. */
  readonly gitRanges: number;
  readonly severity: readonly SeverityEntry[];
  /** Vendor's triage words, such as `urgency: unimportant`. */
  readonly triage: readonly string[];
}

export interface SeverityEntry {
  readonly type: string;
  readonly score: string;
}

export interface Advisory {
  readonly id: string;
  readonly modified: string;
  readonly published?: string;
  readonly withdrawn?: string;
  readonly aliases: readonly string[];
  readonly related: readonly string[];
  readonly upstream: readonly string[];
  readonly summary?: string;
  readonly severity: readonly SeverityEntry[];
  /** `database_specific.severity`. */
  readonly word?: string;
  /** When the fix came out, where the record itself says so. */
  readonly fixReleased?: string;
  readonly affected: readonly Affected[];
  readonly references: readonly string[];
}

/** The part of an ecosystem's name before its release: `Debian` of `Debian:12`. */
export function ecosystemFamily(ecosystem: string): string {
  const colon = ecosystem.indexOf(':');
  return colon < 0 ? ecosystem : ecosystem.slice(0, colon);
}

/** How a package's name is compared in an ecosystem: PEP 503 for PyPI, caseless for NuGet and Packagist. */
export function comparableName(family: string, name: string): string {
  if (family === 'PyPI') return name.toLowerCase().replace(/[-_.]+/g, '-');
  return family === 'NuGet' || family === 'Packagist' ? name.toLowerCase() : name;
}
