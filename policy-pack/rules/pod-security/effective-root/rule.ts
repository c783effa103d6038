// pod-security/effective-root: no container runs as root in effect.
import { sight, type Violation, violation } from '../../observation.ts';
import { eachContainer, isWindows } from '../../pod.ts';
import type { PodRule } from '../../rule.ts';
import { flagAt, go, numberAt, pathOf, type Spot, textAt, Unseen } from '../../spot.ts';

/** Of an image's `config.User`: `user[:group]`, by name or id; empty means root. */
function isRoot(user: string): boolean {
  return ['', '0', 'root'].includes(user.split(':', 1)[0] ?? '');
}

function root(place: Spot, message: string): Violation {
  return violation(place, message, 'a user other than root', [{ path: pathOf(place), value: 10001 }]);
}

export const rule: PodRule = {
  id: 'pod-security/effective-root',
  title: 'no container runs as root in effect',
  severity: 'high',
  otherwise: 'warn',
  because:
    'What counts is the user that the process really gets: the pod’s word first, else the image’s, and an image that names nobody means root.',
  fix: 'Name a user in the image, or set `runAsUser` and `runAsNonRoot: true`.',
  level: 'container',
  control: 'hardened configuration',
  layer: 5,
  frameworks: ['CIS Docker 4.1', 'NIST SP 800-190 4.1.2'],
  subject: 'pod',
  check: (pod, context) =>
    sight(() => {
      if (isWindows(pod)) return undefined;
      return eachContainer(pod, ({ spot, label }) => {
        const own = numberAt(spot, 'securityContext', 'runAsUser');
        const id = own ?? numberAt(pod.spec, 'securityContext', 'runAsUser');
        if (id !== undefined && id !== 0) return undefined;
        if (id === undefined) {
          const owned = flagAt(spot, 'securityContext', 'runAsNonRoot');
          // The kubelet refuses to start root under this flag.
          if ((owned ?? flagAt(pod.spec, 'securityContext', 'runAsNonRoot')) === true) return undefined;
        }
        const place = go(spot, 'securityContext', 'runAsUser');
        if (id === 0) return root(place, `container ${label} runs as user 0`);
        const image = textAt(spot, 'image') ?? '';
        const user = context.imageUser(image);
        if (user === undefined)
          throw new Unseen(
            pathOf(go(spot, 'image')),
            `the user of ${image} is not known; \`stack.images.from\` says where images are looked up`,
          );
        return isRoot(user) ? root(place, `container ${label} runs as its image’s user, root`) : undefined;
      });
    }),
};
