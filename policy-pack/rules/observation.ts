// What a check sees: violations, places it cannot see, and reasons not to look; and the walk that collects them.
import type { Path } from '../model/tree.ts';
import type { Edit } from './edit.ts';
import { byContent, type Sameness } from './sameness.ts';
import { pathOf, quote, type Spot, Unseen } from './spot.ts';

export interface Violation {
  readonly kind: 'violation';
  /** From the root of the resource. */
  readonly path: Path;
  readonly actual: string;
  readonly required: string;
  /** What is the case, without the resource's name. */
  readonly message: string;
  /** The smallest change that ends it. */
  readonly edits: readonly Edit[];
  /** What it is compared by; absent: what it says of `actual`. */
  readonly same?: Sameness;
}

export interface Blind {
  readonly kind: 'unknown';
  readonly path: Path;
  /** The value at the path is known; what follows from it is not. */
  readonly effect?: true;
  readonly reason: string;
  readonly dependsOn: readonly string[];
}

export interface NotApplicable {
  readonly kind: 'not-applicable';
  readonly reason: string;
}

export type Observation = Violation | Blind | NotApplicable;

/** A violation at a spot, its value quoted unless the rule says better; compared by all that stands there. */
export function violation(
  spot: Spot,
  message: string,
  required: string,
  edits: readonly Edit[] = [],
  actual: string = quote(spot),
): Violation {
  const same = byContent(spot.tree);
  return { kind: 'violation', path: pathOf(spot), actual, required, message, edits, same };
}

/** The violation, compared by something else than what stands at its spot. */
export function comparedBy(same: Sameness, seen: Violation): Violation {
  return { ...seen, same };
}

export function notApplicable(reason: string): readonly Observation[] {
  return [{ kind: 'not-applicable', reason }];
}

type Look = () => undefined | Observation | readonly Observation[];

/** Runs each look; one that meets a hole is unknown there and does not keep the others from looking. */
export function sight(...looks: readonly Look[]): readonly Observation[] {
  const seen: Observation[] = [];
  for (const look of looks) {
    try {
      const found = look();
      if (found === undefined) continue;
      if ('kind' in found) seen.push(found);
      else seen.push(...found);
    } catch (error) {
      if (!(error instanceof Unseen)) throw error;
      seen.push(blind(error));
    }
  }
  return seen;
}

/** `sight` of each item of what `list` gives. */
export function sightEach<T>(
  list: () => readonly T[],
  look: (item: T) => undefined | Observation | readonly Observation[],
): readonly Observation[] {
  return sight(() => list().flatMap((item) => sight(() => look(item))));
}

function blind({ path, reason, dependsOn }: Unseen): Blind {
  return { kind: 'unknown', path, reason, dependsOn };
}
