// egress/default-deny: no pod reaches much of the world outside just because nothing denies it.
import { sideOf } from '../../../reach/one-side.ts';
import { doubtsAbout, policiesAt } from '../../network/doubts.ts';
import { isMuchOfTheInternet, isWide } from '../../network/openness.ts';
import { networkPlace } from '../../network/place.ts';
import { reachOf } from '../../network/reach.ts';
import type { StackRule, StackSight } from '../../rule.ts';
import { byPlace } from '../../sameness.ts';

type Answer = 'open' | 'perhaps' | 'closed';

export const rule: StackRule = {
  ...networkPlace,
  id: 'egress/default-deny',
  title: 'no pod reaches the whole world outside',
  severity: 'high',
  otherwise: 'block',
  because: 'A pod that can reach every address can send data anywhere and fetch tools from anywhere.',
  fix: 'Deny egress by default (NetworkPolicy or EgressFirewall), then allow the addresses that are needed.',
  frameworks: ['NIST SP 800-190 4.3.3'],
  subject: 'stack',
  check: (context) => {
    const reach = reachOf(context);
    const decide = sideOf(reach, 'egress');
    const known = new Map<number, Answer>();
    const judge = (pod: number): Answer => {
      const profile = reach.egress.profileOf[pod] ?? -1;
      const answer = known.get(profile) ?? openness(pod);
      known.set(profile, answer);
      return answer;
    };
    const openness = (pod: number): Answer => {
      const wide = (which: 'sure' | 'perhaps'): boolean =>
        isMuchOfTheInternet(
          reach.egress.outside.filter((_, index) =>
            isWide(reach.table, decide(pod, reach.population.pods.length + index)[which]),
          ),
        );
      return wide('sure') ? 'open' : wide('perhaps') ? 'perhaps' : 'closed';
    };
    return reach.population.workloads.flatMap(({ name, resource, pods }): StackSight[] => {
      const open = pods.filter((pod) => judge(pod) === 'open');
      const unsure = pods.filter((pod) => judge(pod) === 'perhaps');
      const selected = open.some((pod) => policiesAt(reach, 'egress', pod).length > 0);
      const seen: StackSight = {
        resource,
        seen:
          open.length === 0
            ? []
            : [
                {
                  kind: 'violation',
                  path: [],
                  actual: selected
                    ? 'its policies allow a large part of the internet'
                    : 'no policy restricts its egress',
                  required: 'nothing outside unless a rule allows it',
                  message: `${name} can reach a large part of the internet, if not all of it`,
                  edits: [],
                  same: byPlace,
                },
              ],
      };
      return [
        seen,
        ...unsure.flatMap((pod) => doubtsAbout(reach, 'egress', pod, 'its egress cannot be told')),
      ];
    });
  },
};
