// Who the container's process is: root by number, by absence or by a name that the image maps to 0.
import type { ImageView } from '../../image/view.ts';
import type { Finding } from '../../terms/finding.ts';
import type { Image } from '../../terms/image.ts';
import type { Inspected } from '../inspector.ts';
import { configPlace, makeFinding } from '../make-finding.ts';
import { accountsFact } from './accounts.ts';
import { hardeningRules } from './rules.ts';

const { rootUser, unknownUser } = hardeningRules;

/** At most one finding: `USER` as the container engine would read it (image-spec config.md §User). */
export function judgeUser({ view, image }: Inspected): readonly Finding[] {
  const stated = image.config.user?.trim() ?? '';
  const name = stated.split(':', 1)[0] ?? '';
  const where = configPlace('config.User');
  const root = (message: string): readonly Finding[] => [
    makeFinding(rootUser, {
      subject: image.reference,
      where,
      message,
      actual: stated === '' ? 'not set' : stated,
      required: 'a user other than 0',
    }),
  ];
  if (name === '') return root('The image names no user: its process is root.');
  if (/^[+-]?\d+$/.test(name)) {
    return Number(name) === 0 ? root(`The image's user is ${name}, which is root.`) : [];
  }
  const ids = userIds(view, name);
  if (ids.includes(0)) return root(`The image's user is ${name}, which /etc/passwd maps to 0: root.`);
  if (ids.length > 0) return [];
  if (name === 'root') return root("The image's user is root.");
  return [unknown(image, name)];
}

function unknown(image: Image, name: string): Finding {
  return makeFinding(unknownUser, {
    subject: image.reference,
    where: configPlace('config.User'),
    message: `The image's user is ${name}, and its /etc/passwd has no such name.`,
    actual: name,
    required: 'a known name, or a number',
  });
}

function userIds(view: ImageView, name: string): readonly number[] {
  return accountsFact(view, 'etc/passwd').flatMap((fields) =>
    fields[0] === name && fields[2] !== undefined ? [Number.parseInt(fields[2], 10)] : [],
  );
}
