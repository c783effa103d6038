// Comparison with a base: what a change introduces and fixes, what it inherits, what the world learned meanwhile.
import type { Finding } from '../terms/finding.ts';
import type { Origin } from '../terms/verdict.ts';
import { sortFindings } from './finding-order.ts';
import { withoutVersion } from './subject-pattern.ts';

export interface Comparison {
  /** Head's findings, each with where it comes from. */
  readonly origins: ReadonlyMap<Finding, Exclude<Origin, 'no-base'>>;
  /** Base's findings that head has no more, sorted. */
  readonly fixed: readonly Finding[];
}

export interface ComparedWith {
  /** Ids that the base's own scan could know. */
  readonly knownIds?: ReadonlySet<string>;
  /** Nothing but vulnerabilities is known of the base. */
  readonly packagesOnly?: boolean;
  /** What each side's image is called: findings about the image itself have that subject. */
  readonly references?: { readonly head: string; readonly base: string };
}

/**
 * Both sides must have been judged on the same advisory snapshot. A vulnerability is the same when the alias
 * sets overlap and the subject without version is equal; any other finding when rule, place and subject are.
 * A finding of both sides whose ids all came after the base's own scan is newly disclosed; where nobody knows that
 * scan, it is inherited. Of a base whose packages alone are known, head's other findings have no origin.
 */
export function compareWithBase(
  head: readonly Finding[],
  base: readonly Finding[],
  { knownIds, packagesOnly = false, references }: ComparedWith = {},
): Comparison {
  const index = new Map<string, Finding[]>();
  for (const finding of base) {
    for (const key of keysOf(finding, references?.base)) index.set(key, [...(index.get(key) ?? []), finding]);
  }
  const origins = new Map<Finding, Exclude<Origin, 'no-base'>>();
  const seen = new Set<Finding>();
  for (const finding of sortFindings(head)) {
    const counts = finding.details.kind === 'fact';
    if (counts && packagesOnly) continue;
    const found = keysOf(finding, references?.head).flatMap((key) => index.get(key) ?? []);
    // Two secrets in one file are two findings: each of the base's accounts for one of head's.
    const matches = counts ? found.filter((one) => !seen.has(one)).slice(0, 1) : found;
    for (const match of matches) seen.add(match);
    if (matches.length === 0) origins.set(finding, 'introduced');
    else origins.set(finding, isNews(finding, knownIds) ? 'newly-disclosed' : 'inherited');
  }
  return { origins, fixed: sortFindings(base.filter((finding) => !seen.has(finding))) };
}

function isNews({ details }: Finding, knownIds: ReadonlySet<string> | undefined): boolean {
  return knownIds !== undefined && details.kind !== 'fact' && !details.ids.some((id) => knownIds.has(id));
}

/** A change's image has a name of its own, such as a layout beside the base's registry: it is the same image to us. */
function keysOf(finding: Finding, self: string | undefined): readonly string[] {
  const subject = finding.subject === self ? 'image' : withoutVersion(finding.subject);
  const { details, where } = finding;
  if (details.kind !== 'fact') return [...new Set(details.ids)].map((id) => JSON.stringify([id, subject]));
  const place =
    where.kind === 'layer'
      ? where.path
      : where.kind === 'file'
        ? `${where.file}#${where.field}`
        : where.field;
  return [JSON.stringify([finding.rule, subject, place])];
}
