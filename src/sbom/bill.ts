// A bill of materials that somebody else may have written, as far as the gate can use it.
import { parseStrictJson } from '../oci/strict-json.ts';
import { UserError } from '../terms/errors.ts';
import type { Package } from '../terms/package.ts';
import { ContentError } from '../terms/refusal.ts';
import type { Severity } from '../terms/severity.ts';

export interface Bill {
  readonly format: 'cyclonedx' | 'spdx';
  readonly specVersion: string;
  /** What it describes, in its own words. */
  readonly subject?: string;
  /** Name of the tool that wrote it. */
  readonly tool?: string;
  /** Sorted by purl, name and path. */
  readonly packages: readonly Package[];
  readonly vulnerabilities: readonly BillVulnerability[];
}

/** What the document itself claims; the gate's own matching does not rest on it. */
export interface BillVulnerability {
  readonly id: string;
  readonly ids: readonly string[];
  /** Empty: it names none that the document has. */
  readonly purls: readonly string[];
  /** CycloneDX's state of the analysis, such as `not_affected`. */
  readonly state?: string;
  readonly severity: Severity;
  readonly cvss?: { readonly vector: string; readonly score: number };
  readonly published?: string;
  /** Version that fixes it, where our own document says so. */
  readonly fixed?: string;
  readonly summary?: string;
}

/** Bytes of a document that are read at most. */
export const billCeiling = 256 * 1024 * 1024;

/** Parses the JSON of a bill; throws UserError `usage` for text that is none or that readers could disagree about. */
export function parseBill(text: string, format: string, file: string): unknown {
  try {
    return parseStrictJson(new TextEncoder().encode(text), { what: format, bytes: billCeiling });
  } catch (error) {
    if (error instanceof ContentError) throw notABill(format, file, error.message, error);
    throw error;
  }
}

export function notABill(format: string, file: string, why: string, cause?: unknown): UserError {
  return new UserError(
    'usage',
    `${file} is not ${format} JSON: ${why}`,
    `Give a ${format} document in JSON form.`,
    {
      at: { file },
      cause,
    },
  );
}

/** The type of a package URL; `generic` for text that is none. */
export function purlType(purl: string): string {
  return /^pkg:\/*([A-Za-z0-9.+-]+)\//.exec(purl)?.[1]?.toLowerCase() ?? 'generic';
}

export function sortPackages(packages: readonly Package[]): readonly Package[] {
  const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
  return packages.toSorted(
    (left, right) =>
      compare(left.purl, right.purl) || compare(left.name, right.name) || compare(left.path, right.path),
  );
}
