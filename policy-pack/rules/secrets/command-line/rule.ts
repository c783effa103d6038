// secrets/command-line: no secret value stands in a command line.
import { sightEach, violation } from '../../observation.ts';
import { eachContainer } from '../../pod.ts';
import type { PodRule } from '../../rule.ts';
import { itemsAt, textAt } from '../../spot.ts';
import { secretIn } from '../secret-value.ts';

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
        () => [...itemsAt(spot, 'command'), ...itemsAt(spot, 'args')],
        (word) => {
          const option = /^--?([\w-]+)=(.+)$/s.exec(textAt(word) ?? '');
          const told = secretIn(word, option?.[1], option?.[2]);
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
