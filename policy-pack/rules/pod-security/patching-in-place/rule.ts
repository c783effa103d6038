// pod-security/patching-in-place: no container installs or upgrades packages while it runs.

import { commandsOf } from '../../commands.ts';
import { sightEach, violation } from '../../observation.ts';
import { eachContainer } from '../../pod.ts';
import type { PodRule } from '../../rule.ts';

/** A package manager and, in the same simple command, what changes the system. */
const installing =
  /\b(?:(?:apt|apt-get|aptitude|dnf|microdnf|yum|zypper|apk|pip3?|gem|snap)\b[^;&|\n]*\s(?:install|upgrade|dist-upgrade|full-upgrade|update|add|patch|dup|up)\b|dpkg\s[^;&|\n]*(?:-i|--install)\b|rpm\s[^;&|\n]*-[A-Za-z]*[iUF][A-Za-z]*\b|npm\s[^;&|\n]*(?:install|update|ci)\b)/;

export const rule: PodRule = {
  id: 'pod-security/patching-in-place',
  title: 'no container installs or upgrades packages while it runs',
  severity: 'high',
  otherwise: 'warn',
  because: 'What a container installs at its start was never scanned, and differs from pod to pod.',
  fix: 'Install and upgrade in the image’s build, and deploy the new image.',
  level: 'container',
  control: 'content security',
  layer: 5,
  frameworks: ['NIST SP 800-190 4.4.1'],
  subject: 'pod',
  check: (pod) =>
    eachContainer(pod, (container) =>
      sightEach(
        () => commandsOf(container),
        ({ place, words, where }) => {
          const line = words.join(' ');
          const found = installing.exec(line);
          if (found === null) return undefined;
          return violation(
            place,
            `${where} of container ${container.label} changes its packages`,
            'no package manager',
            [],
            found[0].slice(0, 80),
          );
        },
      ),
    ),
};
