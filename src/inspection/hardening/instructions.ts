// What the image's history tells of how it was built.
import type { Finding } from '../../terms/finding.ts';
import type { InspectionRule } from '../inspection-rule.ts';
import type { Inspected } from '../inspector.ts';
import { configPlace, layerPlace, makeFinding } from '../make-finding.ts';
import { hardeningRules } from './rules.ts';

interface Habit {
  readonly rule: InspectionRule;
  readonly tells: (instruction: string) => boolean;
  readonly message: string;
}

const habits: readonly Habit[] = [
  {
    rule: hardeningRules.addUrl,
    tells: (text) =>
      /^(?:\/bin\/sh -c #\(nop\) +)?ADD (?!.*--checksum)(?:--\S+ )*(?:https?|ftp|git):\/\//i.test(text),
    message: 'An instruction adds a file from an address, and nothing checks what comes.',
  },
  {
    rule: hardeningRules.pipeToShell,
    tells: (text) =>
      /\b(?:curl|wget|fetch)\b[^|;&\n]*\|\s*(?:sudo\s+(?:-\S+\s+)*)?(?:env\s+\S+\s+)*(?:\/(?:usr\/)?bin\/)?(?:ba|da|z|k|a)?sh\b|\b(?:ba|z)?sh\s+(?:-c\s+)?["']?(?:<\(|\$\()\s*(?:curl|wget)|\b(?:curl|wget)\b[^|;&\n]*\|\s*(?:sudo\s+)?(?:python[\d.]*|perl|ruby|node)\b/.test(
        text,
      ),
    message: 'An instruction runs a program straight from the network.',
  },
  {
    rule: hardeningRules.updateAlone,
    tells: (text) =>
      /\bapt(?:-get)?\s+(?:-\S+\s+)*update\b/.test(text) &&
      !/\bapt(?:-get)?\s+(?:-\S+\s+)*(?:install|upgrade|dist-upgrade|full-upgrade|build-dep)\b/.test(text),
    message: 'An instruction updates the package lists and installs nothing.',
  },
  {
    rule: hardeningRules.insecureDownload,
    tells: (text) =>
      /\bcurl\b[^|;&\n]*\s(?:-k|--insecure)\b|\bwget\b[^|;&\n]*\s--no-check-certificate\b|--allow-unauthenticated\b|--nogpgcheck\b|--no-gpg-checks\b|--force-yes\b|\bapk\b[^|;&\n]*--allow-untrusted\b|\bpip3?\b[^|;&\n]*--trusted-host\b|strict-ssl\s+false|GIT_SSL_NO_VERIFY|NODE_TLS_REJECT_UNAUTHORIZED=["']?0/.test(
        text,
      ),
    message: 'An instruction turns off the checks of a download or of packages.',
  },
];

export function judgeInstructions({ image }: Inspected): readonly Finding[] {
  let layer = -1;
  return image.config.history.flatMap(({ createdBy, emptyLayer }, index) => {
    if (!emptyLayer) layer++;
    const text = createdBy ?? '';
    const field = `history[${index}]`;
    const where = emptyLayer ? configPlace(field) : layerPlace(image, layer, field);
    return habits
      .filter(({ tells }) => tells(text))
      .map(({ rule, message }) => makeFinding(rule, { subject: image.reference, where, message }));
  });
}
