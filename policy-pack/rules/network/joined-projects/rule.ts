// network/joined-projects: no project of OpenShift's multitenant plug-in is joined with others or global.
import { globalId, netNamespaces } from '../../../reach/net-namespace.ts';
import { sight, violation } from '../../observation.ts';
import type { StackRule, StackSight } from '../../rule.ts';
import { numberAt, spotAt } from '../../spot.ts';
import { someOf } from '../pairs.ts';
import { isPlatform, networkPlace } from '../place.ts';

export const rule: StackRule = {
  ...networkPlace,
  id: 'network/joined-projects',
  title: 'no project is joined with others or global',
  severity: 'high',
  otherwise: 'warn',
  because: 'A join opens every pod of both projects to each other, on every port and in both directions.',
  fix: 'Isolate the project (`oc adm pod-network isolate-projects`) and name single connections by NetworkPolicy.',
  frameworks: ['NIST SP 800-190 4.3.3'],
  subject: 'stack',
  check: ({ stack }) => {
    const all = netNamespaces(stack);
    return all.map(({ resource, project, id }): StackSight => {
      const others = all.filter((one) => one.id === id && one.project !== project).map((one) => one.project);
      return {
        resource,
        seen: sight(() => {
          const spot = spotAt(resource.tree);
          numberAt(spot, 'netid');
          if (isPlatform(project) || project === 'default') return undefined;
          const place = { ...spotAt(resource.tree), tree: id ?? null, steps: ['netid'] };
          if (id === globalId)
            return violation(
              place,
              `project ${project} is global: every project reaches all of it`,
              'an id of its own',
            );
          if (others.length === 0) return undefined;
          const names = someOf(others.toSorted());
          return violation(
            place,
            `project ${project} is joined with ${names}: all their pods reach each other`,
            'an id of its own',
          );
        }),
      };
    });
  },
};
