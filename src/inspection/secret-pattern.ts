// What one kind of secret looks like: the shape of an entry of `secret-patterns.ts`.
import type { Severity } from '../terms/severity.ts';

/** With what others publish of a form it was compared, and when. */
export interface Compared {
  readonly on: string;
  readonly with: readonly string[];
}

export interface SecretPattern {
  /** kebab-case; the rule is `secrets/<id>`. */
  readonly id: string;
  /** With its article, for sentences: `a GitHub token`. */
  readonly name: string;
  readonly severity: Severity;
  /** ASCII texts of at least four bytes, one of which stands in or right before every secret; unused with `files`. */
  readonly keywords: readonly string[];
  /** Bytes behind a keyword in which the secret ends; 1024 if absent. */
  readonly reach?: number;
  /** Global; the secret is group `secret`, or else the whole match. */
  readonly pattern: RegExp;
  /** Only in files whose path matches, and there without keywords; else everywhere. */
  readonly files?: RegExp;
  /** Bits a character that the secret must have at least (Shannon). */
  readonly entropy?: number;
  /** Whether the secret has the checksum or form that its issuer gives it. */
  readonly check?: (secret: string) => boolean;
  /** How to make it worthless. */
  readonly fix: string;
  /** Where the form is described. */
  readonly source: string;
  readonly compared: Compared;
}
