// Which secrets a value holds: other lines of a file with a secret in it may change, and it is the same finding.
import { findSecrets } from '../../../src/inspection/secret-search.ts';
import type { Sameness } from '../sameness.ts';
import { type Spot, textAt } from '../spot.ts';

/** By the secrets that are known by their form; without any the whole value is one. */
export function bySecret(place: Spot, text = textAt(place) ?? ''): Sameness {
  const of = (): readonly { readonly what: string }[] => {
    const found = findSecrets(text);
    return found.length === 0
      ? [{ what: text }]
      : found.map(({ start, end }) => ({ what: text.slice(start, end) }));
  };
  return { kind: 'parts', of };
}
