// network/dead-policy: every policy selects something, and every rule of it can decide something.
import { describePlace } from '../../../model/position.ts';
import { describeResource, type Resource } from '../../../model/resource.ts';
import { formatPath } from '../../../model/tree.ts';
import { inScope } from '../../../reach/membership.ts';
import type { Policy } from '../../../reach/policy.ts';
import type { Reachability } from '../../../reach/reachability.ts';
import type { Observation } from '../../observation.ts';
import type { StackRule } from '../../rule.ts';
import { byPlace } from '../../sameness.ts';
import { doubtsOf } from '../doubts.ts';
import { networkPlace } from '../place.ts';
import { reachOf } from '../reach.ts';
import { directions } from '../section.ts';
import { selectingNothing } from '../selecting-nothing.ts';
import { shadows } from './shadows.ts';

export const rule: StackRule = {
  ...networkPlace,
  id: 'network/dead-policy',
  title: 'every network policy selects pods and every rule of it counts',
  severity: 'medium',
  otherwise: 'warn',
  because: 'A policy that selects nothing protects nothing, although it looks as if it did.',
  fix: 'Correct the selector, or remove the policy or rule.',
  frameworks: [],
  subject: 'stack',
  check: (context) => {
    const reach = reachOf(context);
    const seen = new Map<Resource, Observation[]>();
    for (const policy of reach.policies) {
      const own = seen.get(policy.resource) ?? [];
      seen.set(policy.resource, own);
      own.push(...selecting(reach, policy), ...doubtful(policy));
    }
    for (const direction of directions) {
      for (const { rule: dead, by } of shadows(reach, direction)) {
        const { resource } = by.policy;
        const other = `${describeResource(resource)} ${formatPath(by.rule.path)} (${describePlace(resource, by.rule.path)})`;
        seen.get(dead.policy.resource)?.push({
          kind: 'violation',
          path: dead.rule.path,
          actual: `covered by ${other}`,
          required: 'a rule that can decide something',
          message: `${formatPath(dead.rule.path)} adds nothing to ${other}`,
          edits: [],
          same: byPlace,
        });
      }
    }
    return [...seen].map(([resource, observations]) => ({ resource, seen: observations }));
  },
};

/** Rules of which a part is decided later may be covered by another, or cover it. */
function doubtful(policy: Policy): readonly Observation[] {
  return directions.flatMap((direction) => doubtsOf(policy, direction));
}

/** A policy for every pod is no dead one where there are no pods yet. */
function selecting(reach: Reachability, policy: Policy): readonly Observation[] {
  const { pods, namespaces } = policy.subject;
  const everything = pods.requirements.length === 0 && namespaces.kind !== 'selected';
  if ((everything && pods.certain) || (policy.tier === 'foreign' && policy.reason === undefined)) return [];
  const truths = reach.population.pods.map((pod) => inScope(policy.subject, pod));
  if (truths.includes('yes')) return [];
  const path =
    policy.tier === 'admin' || policy.tier === 'baseline' ? ['spec', 'subject'] : ['spec', 'podSelector'];
  const isSure = !truths.includes('maybe') && pods.certain && namespaces.kind !== 'unknown';
  return selectingNothing(path, isSure, 'it selects no pod of the stack');
}
