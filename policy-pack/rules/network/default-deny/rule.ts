// network/default-deny: every namespace is closed by default, each direction proven from all policies together.
import { describePlace } from '../../../model/position.ts';
import { describeResource } from '../../../model/resource.ts';
import { formatPath } from '../../../model/tree.ts';
import type { AddressRange } from '../../../reach/addresses.ts';
import type { Decision } from '../../../reach/decide.ts';
import { sideOf } from '../../../reach/one-side.ts';
import type { Direction } from '../../../reach/policy.ts';
import type { Reachability } from '../../../reach/reachability.ts';
import type { Observation } from '../../observation.ts';
import { subjectOf } from '../../outcomes.ts';
import type { RuleContext, StackRule, StackSight } from '../../rule.ts';
import type { Part, Sameness } from '../../sameness.ts';
import { doubtsAbout, policiesAt } from '../doubts.ts';
import { newcomerStack, type Space } from '../newcomer-stack.ts';
import { isMuchOfTheInternet, isWide } from '../openness.ts';

export const rule: StackRule = {
  id: 'network/default-deny',
  title: 'every namespace is closed by default in both directions',
  severity: 'high',
  otherwise: 'block',
  because:
    'Where nothing is denied by default, each new pod can be reached by, and can reach, everything that no rule speaks of.',
  fix: 'Add a NetworkPolicy with `podSelector: {}` and these `policyTypes` but no rules, and narrow rules that open everything.',
  level: 'container',
  control: 'hardened configuration',
  layer: 7,
  frameworks: ['NIST SP 800-190 4.3.3', 'CIS Kubernetes 5.3.2'],
  configuredBy: ['stack.network.defaultDeny'],
  subject: 'stack',
  check: (context: RuleContext) => {
    const { reach, spaces, stranger } = newcomerStack(context);
    return context.policy.network.defaultDeny.flatMap((direction) => {
      const decide = sideOf(reach, direction);
      const known = new Map<number, Openness>();
      const open = (pod: number): Openness => {
        const profile = reach[direction].profileOf[pod] ?? -1;
        const answer =
          known.get(profile) ?? openness(reach, direction, (endpoint) => decide(pod, endpoint), stranger);
        known.set(profile, answer);
        return answer;
      };
      return spaces.flatMap((space) => sightsOf(reach, direction, space, open));
    });
  },
};

const tooMany: Observation = {
  kind: 'unknown',
  path: [],
  reason: 'its policies tell apart more pods by their labels than are tried',
  dependsOn: [],
};

type Openness = 'open' | 'perhaps' | 'closed';

function sightsOf(
  reach: Reachability,
  direction: Direction,
  space: Space,
  open: (pod: number) => Openness,
): readonly StackSight[] {
  const subject = space.resource.kind === 'Namespace' ? {} : { subject: `Namespace ${space.name}` };
  const seen: Observation[] = [];
  const doubts: StackSight[] = [];
  const partOf = (pod: number): Part => {
    const workload = reach.population.workloads[reach.population.pods[pod]?.workload ?? -1];
    return { what: direction, subject: workload === undefined ? '' : subjectOf(workload.resource) };
  };
  const say = (pod: number, message: string, same: Sameness): void => {
    const culprits = policiesAt(reach, direction, pod).flatMap((policy) =>
      (policy[direction] ?? []).flatMap((one) =>
        one.action === 'allow' && one.ports === undefined
          ? [
              `${describeResource(policy.resource)} ${formatPath(one.path)} (${describePlace(policy.resource, one.path)})`,
            ]
          : [],
      ),
    );
    seen.push({
      kind: 'violation',
      path: [],
      actual: culprits.length === 0 ? 'no policy selects it' : `opened by ${culprits.slice(0, 3).join(', ')}`,
      required: `${direction} denied unless a rule opens it`,
      message,
      edits: [],
      same,
    });
  };
  const newcomers = space.newcomers[direction];
  const first = newcomers.find((pod) => open(pod) === 'open');
  if (first !== undefined) {
    const labels = reach.population.pods[first]?.labels.entries ?? new Map();
    const which =
      labels.size === 0 ? 'without labels' : `with other labels (${[...labels.keys()].join(', ')})`;
    const openToo = space.own.filter((pod) => open(pod) === 'open');
    const count = openToo.length;
    const more = count === 0 ? '' : `, and for ${count} of its pods`;
    say(first, `${direction} of namespace ${space.name} is open for a pod ${which}${more}`, {
      kind: 'parts',
      of: () => [{ what: direction }],
      besides: () => openToo.map(partOf),
    });
  } else {
    const unsure = newcomers.find((pod) => open(pod) === 'perhaps');
    if (unsure !== undefined)
      doubts.push(...doubtsAbout(reach, direction, unsure, 'its policies are not known'));
    else if (space.untried.has(direction)) seen.push(tooMany);
  }
  for (const pod of space.own) {
    const state = open(pod);
    const name = reach.population.workloads[reach.population.pods[pod]?.workload ?? -1]?.name ?? '';
    // Where the default is open, each pod that it leaves open is no news.
    if (state === 'open' && first === undefined)
      say(pod, `${direction} of ${name} is open to everyone`, { kind: 'parts', of: () => [partOf(pod)] });
    else if (state === 'perhaps')
      doubts.push(...doubtsAbout(reach, direction, pod, 'its policies are not known'));
  }
  return [{ resource: space.resource, ...subject, seen }, ...doubts];
}

/** Open: a stranger, or much of the internet, can use more ports than one service needs. */
function openness(
  reach: Reachability,
  direction: Direction,
  decide: (endpoint: number) => Decision,
  stranger: number,
): Openness {
  const { table } = reach;
  const pods = reach.population.pods.length;
  for (const [answer, of] of [
    ['open', (one: Decision) => one.sure],
    ['perhaps', (one: Decision) => one.perhaps],
  ] as const) {
    if (isWide(table, of(decide(stranger)))) return answer;
    const ranges: AddressRange[] = reach[direction].outside.filter((_, index) =>
      isWide(table, of(decide(pods + index))),
    );
    if (isMuchOfTheInternet(ranges)) return answer;
  }
  return 'closed';
}
