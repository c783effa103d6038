// A look through several places of which the first that shows something counts, whatever cannot be seen of the others.
import { Unseen } from './spot.ts';

/** The first that is found. Throws `Unseen` where none is and one could not be seen. */
export function firstSeen<T, R>(list: readonly T[], look: (item: T) => R | undefined): R | undefined {
  let doubt: Unseen | undefined;
  for (const item of list) {
    try {
      const found = look(item);
      if (found !== undefined) return found;
    } catch (error) {
      if (!(error instanceof Unseen)) throw error;
      doubt ??= error;
    }
  }
  if (doubt !== undefined) throw doubt;
  return undefined;
}
