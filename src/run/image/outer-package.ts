// What is asked to tell the package around another, and the update of it.
import { type Remedy, updateOf } from '../../gate/remedy.ts';
import type { FindHolders } from '../../inspection/lock-files/npm-holders.ts';
import type { Finding, VulnerabilityDetails } from '../../terms/finding.ts';
import type { Package } from '../../terms/package.ts';

export interface Surroundings {
  /** Of the image, by the file in which they were found. */
  readonly byPath: ReadonlyMap<string, readonly Package[]>;
  /** All findings of the image by each of their ids. */
  readonly byId: ReadonlyMap<string, readonly Finding[]>;
  readonly holders: FindHolders;
}

/** Equal `what` is one change. */
export function upgrade(what: string, words: string): Remedy {
  return { kind: 'upgrade', id: `upgrade ${what}`, words };
}

/** The update of an outer package that does away with the same vulnerability by its own advisory. */
export function fixedWith(
  outer: Package,
  { details }: Finding,
  byId: Surroundings['byId'],
): Remedy | undefined {
  const ids = details.kind === 'vulnerability' ? details.ids : [];
  const own = ids
    .flatMap((id) => byId.get(id) ?? [])
    .find((other) => other.details.kind === 'vulnerability' && other.details.purls.includes(outer.purl));
  if (own === undefined || own.details.kind !== 'vulnerability') return undefined;
  const { installed, fixed }: VulnerabilityDetails = own.details;
  if (fixed === undefined) return undefined;
  return { ...updateOf(own), outer: { subject: own.subject, installed, needed: fixed } };
}
