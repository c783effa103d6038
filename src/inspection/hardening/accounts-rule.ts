// Accounts that should not be there: a second root, and passwords that come with the image.
import type { Finding } from '../../terms/finding.ts';
import type { Inspected } from '../inspector.ts';
import { fileSubject, layerPlace, makeFinding } from '../make-finding.ts';
import { accountsFact } from './accounts.ts';
import { hardeningRules } from './rules.ts';

export function judgeAccounts({ view, image }: Inspected): readonly Finding[] {
  const place = (path: string) => ({
    subject: fileSubject(path),
    where: layerPlace(image, view.entry(view.resolve(path) ?? path)?.layer ?? 0, path),
  });
  const roots = accountsFact(view, 'etc/passwd').filter(([name, , id]) => id === '0' && name !== 'root');
  const open = accountsFact(view, 'etc/passwd').filter(([, password]) => password === '');
  const shadow = accountsFact(view, 'etc/shadow').filter(([, kind]) => kind === 'empty' || kind === 'set');
  return [
    ...roots.map(([name = '']) =>
      makeFinding(hardeningRules.secondRoot, {
        ...place('etc/passwd'),
        message: `The account ${name} has the user id 0: it is root by another name.`,
      }),
    ),
    ...open.map(([name = '']) =>
      makeFinding(hardeningRules.emptyPassword, {
        ...place('etc/passwd'),
        message: `The account ${name} has an empty password.`,
      }),
    ),
    ...shadow.map(([name = '', kind = '']) =>
      makeFinding(hardeningRules.emptyPassword, {
        ...place('etc/shadow'),
        message:
          kind === 'empty'
            ? `The account ${name} has an empty password.`
            : `The account ${name} has a password that is the same in every container.`,
      }),
    ),
  ];
}
