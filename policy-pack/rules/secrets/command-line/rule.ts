// secrets/command-line: no secret value stands in a command line.
import { sightEach, violation } from '../../observation.ts';
import { eachContainer } from '../../pod.ts';
import type { PodRule } from '../../rule.ts';
import { itemsAt, type Spot } from '../../spot.ts';
import { namedInCommand } from '../named-values.ts';
import { secretIn, secretNamedIn } from '../secret-value.ts';

export const rule: PodRule = {
  id: 'secrets/command-line',
  title: 'no secret value is written into a command line',
  severity: 'high',
  otherwise: 'block',
  because: 'Command lines are shown to every user of the node and stand in logs and metrics.',
  fix: 'Read the value from a mounted file or a variable that a Secret fills; then replace the leaked one.',
  level: 'container',
  control: 'secrets management',
  layer: 5,
  frameworks: ['NIST SP 800-190 4.4.2'],
  subject: 'pod',
  check: (pod) =>
    eachContainer(pod, ({ spot, label }) =>
      sightEach(
        () => {
          const words = [...itemsAt(spot, 'command'), ...itemsAt(spot, 'args')];
          const named = Map.groupBy(namedInCommand(words.map(readable)), ({ at }) => at);
          return words.map((word, at) => ({ word, named: named.get(at) ?? [] }));
        },
        ({ word, named }) => {
          const told = secretIn(word) ?? secretNamedIn(named);
          if (told === undefined) return undefined;
          return violation(
            word,
            `the command line of container ${label} holds ${told.what}`,
            'a reference',
            [],
            told.shown,
          );
        },
      ),
    ),
};

/** A word that is not known says so when its turn comes; those beside it are judged all the same. */
function readable({ tree }: Spot): string | undefined {
  return typeof tree === 'string' || typeof tree === 'number' ? String(tree) : undefined;
}
