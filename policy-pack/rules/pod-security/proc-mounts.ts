// Containers that ask for an unmasked /proc.
import { type Violation, violation } from '../observation.ts';
import type { Container } from '../pod.ts';
import { go, pathOf, quote, textAt } from '../spot.ts';

export function unmasked({ spot, label }: Container): Violation | undefined {
  const value = textAt(spot, 'securityContext', 'procMount');
  if (value === undefined || value === 'Default') return undefined;
  const place = go(spot, 'securityContext', 'procMount');
  return violation(place, `container ${label} mounts /proc as ${quote(place)}`, 'Default or not set', [
    { path: pathOf(place), value: null },
  ]);
}
