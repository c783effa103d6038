// pod-security/resource-requests: containers say what they need.
import { type Amount, defaultOf, isAmount, ofWholePod } from '../../limit-ranges.ts';
import { sightEach, violation } from '../../observation.ts';
import { eachRunning } from '../../pod.ts';
import type { PodRule } from '../../rule.ts';
import { go, type Spot, textAt } from '../../spot.ts';

function asksAsWhole(spec: Spot, what: Amount): boolean {
  return (['requests', 'limits'] as const).some((field) => isAmount(ofWholePod(spec, field, what)));
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
    eachRunning(pod, ({ spot, label }) =>
      sightEach(
        (): readonly Amount[] => ['cpu', 'memory'],
        (what) => {
          const requested = textAt(spot, 'resources', 'requests', what);
          // The API server takes a limit for the request that is missing.
          const own = requested ?? textAt(spot, 'resources', 'limits', what);
          if (isAmount(own) || asksAsWhole(pod.spec, what)) return undefined;
          const place = go(spot, 'resources', requested === undefined ? 'limits' : 'requests', what);
          if (own !== undefined)
            return violation(place, `container ${label} asks for no amount of ${what}`, 'an amount above 0');
          if (isAmount(defaultOf(stack, pod.resource, 'requests', what))) return undefined;
          const missing = go(spot, 'resources', 'requests', what);
          return violation(missing, `container ${label} requests no ${what}`, 'an amount');
        },
      ),
    ),
};
