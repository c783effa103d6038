// The one type of everything worth deciding about, in both gates.
import type { Digest } from './digest.ts';
import type { Severity } from './severity.ts';

/** Where a finding was made. */
export type Where =
  | {
      readonly kind: 'layer';
      readonly path: string;
      readonly layer: number;
      readonly digest: Digest;
      /** The build instruction that made the layer, from the image's history. */
      readonly instruction?: string;
      readonly dockerfile?: { readonly file: string; readonly line: number };
      /** The line of the checkout's lock file that brings the package in. */
      readonly lockFile?: { readonly file: string; readonly line: number };
    }
  | { readonly kind: 'image'; readonly field: string }
  | { readonly kind: 'file'; readonly file: string; readonly line: number; readonly field: string }
  | {
      readonly kind: 'urn';
      readonly urn: string;
      readonly parents: readonly string[];
      readonly field: string;
    };

/** What is known of one vulnerability in one source package: an alias set, merged. */
export interface VulnerabilityDetails {
  readonly kind: 'vulnerability';
  /** Every id of the alias set, sorted; the finding's rule is the one to show. */
  readonly ids: readonly string[];
  /** Installed packages it concerns. */
  readonly purls: readonly string[];
  readonly installed: string;
  /** Lowest version that fixes it on this line of releases; absent: no fix is known. */
  readonly fixed?: string;
  /** ISO 8601 instants. */
  readonly published?: string;
  /** When the fix could first be applied; `bound` says that it is only known to be no earlier/later (decision 7). */
  readonly aging?: { readonly since: string; readonly basis: 'fix-released' | 'published' };
  readonly knownExploited: boolean;
  readonly cvss?: { readonly vector: string; readonly score: number };
  /** Where the severity came from: the vendor's word, CVSS, an aliased record, or nowhere. */
  readonly severitySource: 'vendor' | 'cvss' | 'alias' | 'none';
  /** The vendor's own triage words, such as `urgency: unimportant`. */
  readonly triage?: readonly string[];
  readonly summary?: string;
  readonly references?: readonly string[];
  /** Tools that report it, where imported reports were read; `Seaworthy` among them where it found it too. */
  readonly reportedBy?: readonly string[];
}

export interface MaliciousDetails {
  readonly kind: 'malicious';
  readonly ids: readonly string[];
  readonly purls: readonly string[];
  readonly published?: string;
  readonly reportedBy?: readonly string[];
}

export interface FactDetails {
  readonly kind: 'fact';
  /** What is there and what the rule asks for. */
  readonly actual?: string;
  readonly required?: string;
  readonly patch?: { readonly yaml: string; readonly typescript: string };
  /** Set when nothing is known to be wrong but a value that decides is not known yet. */
  readonly unknown?: { readonly path: string; readonly dependsOn: readonly string[] };
  /** Page about the rule: an address, or a path from the root of this project's repository. */
  readonly page?: string;
  /** Id of the check in the catalogue that the rule comes from, such as `hostNamespaces`. */
  readonly check?: string;
  readonly reportedBy?: readonly string[];
}

/** One thing worth deciding about. Texts may quote images, advisories or resources: untrusted. */
export interface Finding {
  /** Rule id `area/name`, or for vulnerabilities the advisory id (CVE first, then the vendor's). */
  readonly rule: string;
  readonly severity: Severity;
  /** What it is about: a versionless purl, an image reference, a URN. */
  readonly subject: string;
  readonly where: Where;
  /** What is the case, in one sentence. */
  readonly message: string;
  /** Why it matters. */
  readonly because: string;
  /** What to do. */
  readonly fix: string;
  /** Team that owns the place, as the policy says. */
  readonly owner?: string;
  readonly details: VulnerabilityDetails | MaliciousDetails | FactDetails;
}

/** What one rule says of one subject. */
export type Outcome =
  | { readonly kind: 'pass'; readonly rule: string; readonly subject: string }
  | { readonly kind: 'fail'; readonly rule: string; readonly subject: string; readonly finding: Finding }
  | {
      readonly kind: 'unknown';
      readonly rule: string;
      readonly subject: string;
      readonly path: string;
      readonly dependsOn: readonly string[];
    }
  | {
      readonly kind: 'not-applicable';
      readonly rule: string;
      readonly subject: string;
      readonly reason: string;
    };
