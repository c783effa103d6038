// The command lines that a container runs: its own, its hooks', its probes'.
import type { Container } from './pod.ts';
import { go, itemsAt, type Spot, textAt } from './spot.ts';

export interface CommandLine {
  readonly place: Spot;
  readonly words: readonly string[];
  /** For messages: `the command`. */
  readonly where: string;
}

const hooks = [
  ['livenessProbe', 'the liveness probe'],
  ['readinessProbe', 'the readiness probe'],
  ['startupProbe', 'the startup probe'],
] as const;

/** Throws `Unseen` where a word is not known. */
export function commandsOf({ spot }: Container): readonly CommandLine[] {
  const line = (where: string, ...places: readonly Spot[]): CommandLine[] => {
    const words = places.flatMap((place) => itemsAt(place).map((word) => textAt(word) ?? ''));
    const [place] = places;
    return words.length === 0 || place === undefined ? [] : [{ place, words, where }];
  };
  return [
    ...line('the command', go(spot, 'command'), go(spot, 'args')),
    ...line('the hook postStart', go(spot, 'lifecycle', 'postStart', 'exec', 'command')),
    ...line('the hook preStop', go(spot, 'lifecycle', 'preStop', 'exec', 'command')),
    ...hooks.flatMap(([key, where]) => line(where, go(spot, key, 'exec', 'command'))),
  ];
}
