// pod-security/resource-requests: containers say what they need.
import { type Amount, defaultOf, ofWholePod } from '../../limit-ranges.ts';
import { sightEach, violation } from '../../observation.ts';
import { eachContainer } from '../../pod.ts';
import type { PodRule } from '../../rule.ts';
import { go, isSet, type Spot } from '../../spot.ts';

function asksAsWhole(spec: Spot, what: Amount): boolean {
  return (['requests', 'limits'] as const).some((field) => ofWholePod(spec, field, what) !== undefined);
}

export const rule: PodRule = {
  id: 'pod-security/resource-requests',
  title: 'every container says how much CPU and memory it needs',
  severity: 'low',
  otherwise: 'warn',
  because: 'Without requests the scheduler packs nodes blindly, and a busy neighbour starves the pod.',
  fix: 'Set `resources.requests.cpu` and `.memory` to what the container really uses.',
  level: 'container',
  control: 'hardened configuration',
  layer: 6,
  frameworks: ['CIS Kubernetes 5.7', 'NIST SP 800-190 4.3.4'],
  subject: 'pod',
  joins: true,
  check: (pod, { stack }) =>
    eachContainer(
      pod,
      ({ spot, label }) =>
        sightEach(
          (): readonly Amount[] => ['cpu', 'memory'],
          (what) => {
            // The API server takes a limit for the request that is missing.
            if (isSet(spot, 'resources', 'requests', what) || isSet(spot, 'resources', 'limits', what)) {
              return undefined;
            }
            if (asksAsWhole(pod.spec, what)) return undefined;
            if (defaultOf(stack, pod.resource, 'requests', what) !== undefined) return undefined;
            const place = go(spot, 'resources', 'requests', what);
            return violation(place, `container ${label} requests no ${what}`, 'an amount');
          },
        ),
      ['containers'],
    ),
};
