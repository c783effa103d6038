// Domain names that policies let pods reach, held against the names of the allow-list.
import { type Connection, none } from '../../../reach/connections.ts';
import { sideOf } from '../../../reach/one-side.ts';
import type { Policy, Rule } from '../../../reach/policy.ts';
import { isPublic } from '../../../reach/public.ts';
import type { Reachability } from '../../../reach/reachability.ts';
import { policiesAt } from '../../network/doubts.ts';
import type { Target } from '../../network/intents.ts';
import { someOf } from '../../network/pairs.ts';
import { partsOf } from '../../network/parts.ts';
import type { Observation } from '../../observation.ts';
import { subjectOf } from '../../outcomes.ts';
import type { StackSight } from '../../rule.ts';
import type { Part } from '../../sameness.ts';
import { beyond, fits, namesOf } from './named-rules.ts';

export interface NameAnswer {
  /** One sight a policy that lets pods reach names beyond the list. */
  readonly sights: readonly StackSight[];
  /** Whether all that is doubtful of a pod's egress are names, each allowed or among the sights. */
  settles(pod: number): boolean;
}

/**
 * A name that a rule allows is proven to be reachable when nothing keeps the pod from any public address on its
 * ports: whatever addresses the name has, they are open. Where something does, it stays unknown.
 */
export function askNames(reach: Reachability, targets: readonly Target[], required: string): NameAnswer {
  const proven = new Map<Rule, Set<number>>();
  const plain = reach.population.pods.map(({ index }) => isPlain(reach, index));
  const sights = reach.policies.flatMap((policy, number): StackSight[] => {
    const rules = policy.egress ?? [];
    const seen = rules.flatMap((rule, at): Observation[] => {
      const extra = beyond(reach.table, policy, rule, targets);
      if (extra.length === 0 || rules.slice(0, at).some((one) => denies(policy, one, extra))) return [];
      const ports = extra.reduce((sum, one) => reach.table.unite(sum, one.ports), none);
      const pods = podsUnder(reach, number).filter(
        (pod) => plain[pod] === true && openEverywhere(reach, pod, ports),
      );
      if (pods.length === 0) return [];
      proven.set(rule, new Set(pods));
      const owners = new Set(pods.map((pod) => reach.population.pods[pod]?.workload ?? -1));
      const who = someOf([...owners].map((owner) => reach.population.workloads[owner]?.name ?? ''));
      return extra.map((one) => {
        const on = reach.table.text(one.ports);
        const message = `${who} can reach ${one.name} on ${on}, which is not allowed`;
        const of = (): readonly Part[] =>
          [...owners].flatMap((owner) => {
            const workload = reach.population.workloads[owner];
            const subject = workload === undefined ? '' : subjectOf(workload.resource);
            return partsOf(reach.table, one.ports, { what: one.name, subject });
          });
        const same = { kind: 'parts', of } as const;
        return { kind: 'violation', path: rule.path, actual: one.name, required, message, edits: [], same };
      });
    });
    return seen.length === 0 ? [] : [{ resource: policy.resource, seen }];
  });
  return {
    sights,
    settles: (pod) =>
      plain[pod] === true &&
      policiesAt(reach, 'egress', pod).every((policy) =>
        (policy.egress ?? []).every(
          (rule) =>
            !isDoubtful(rule) ||
            rule.action !== 'allow' ||
            beyond(reach.table, policy, rule, targets).length === 0 ||
            proven.get(rule)?.has(pod) === true,
        ),
      ),
  };
}

/** Whether every policy of a pod surely selects it and leaves nothing but names open. */
function isPlain(reach: Reachability, pod: number): boolean {
  const profile = reach.egress.profiles[reach.egress.profileOf[pod] ?? -1];
  if (profile === undefined || profile.perhaps.length > 0) return false;
  return policiesAt(reach, 'egress', pod).every(
    (policy) =>
      policy.tier !== 'foreign' &&
      (policy.egress ?? []).every((rule) => !isDoubtful(rule) || namesOf(policy, rule).length > 0),
  );
}

function podsUnder({ egress }: Reachability, policy: number): readonly number[] {
  return egress.profileOf.flatMap((profile, pod) =>
    egress.profiles[profile]?.sure.includes(policy) === true ? [pod] : [],
  );
}

function openEverywhere(reach: Reachability, pod: number, ports: Connection): boolean {
  const decide = sideOf(reach, 'egress');
  return reach.egress.outside.every(
    (range, index) =>
      !isPublic(range) ||
      reach.table.subtract(ports, decide(pod, reach.population.pods.length + index).perhaps) === none,
  );
}

function denies(policy: Policy, rule: Rule, extra: readonly { readonly name: string }[]): boolean {
  return (
    rule.action !== 'allow' &&
    namesOf(policy, rule).some((name) => extra.some((one) => fits(name, one.name) || fits(one.name, name)))
  );
}

function isDoubtful(rule: Rule): boolean {
  return [...rule.peers, ...(rule.ports ?? [])].some((part) => part.kind === 'doubtful');
}
