// network/unsupported-cni: the cluster's network plug-in enforces what the policies say.
import { type PluginFacts, pluginFacts } from '../../../data/network-plugins.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Path } from '../../../model/tree.ts';
import { parseBlock } from '../../../reach/addresses.ts';
import type { Observation } from '../../observation.ts';
import { sight } from '../../observation.ts';
import type { StackRule, StackSight } from '../../rule.ts';
import { go, isSet, itemsAt, pathOf, type Spot, spotAt, textAt } from '../../spot.ts';
import { networkPlace } from '../place.ts';
import { reachOf } from '../reach.ts';
import { pluginOf } from './plugin.ts';

export const rule: StackRule = {
  ...networkPlace,
  id: 'network/unsupported-cni',
  title: 'the network plug-in enforces every policy of the stack',
  severity: 'high',
  otherwise: 'block',
  because: 'The API server accepts policies that no plug-in enforces: they change nothing.',
  fix: 'Use a plug-in that enforces this kind, or write the policy in a kind that the plug-in knows.',
  level: 'host',
  frameworks: ['CIS Kubernetes 5.3.1'],
  configuredBy: ['stack.network.plugin'],
  subject: 'stack',
  check: (context) => {
    const { stack, policy } = context;
    const plugin = pluginOf(stack, policy.network.plugin);
    const policies = [...new Set(reachOf(context).policies.map(({ resource }) => resource))];
    switch (plugin.kind) {
      case 'unseen':
        return policies.map((resource) => ({
          resource,
          seen: [{ kind: 'not-applicable', reason: 'neither policy nor stack tells the network plug-in' }],
        }));
      case 'unknown': {
        const { resource, path, dependsOn } = plugin;
        return [
          {
            resource,
            seen: [{ kind: 'unknown', path, reason: 'it decides whether policies hold', dependsOn }],
          },
        ];
      }
      case 'off':
        return [
          {
            resource: plugin.resource,
            seen: [
              violation(
                plugin.path,
                'not set',
                'a plug-in that enforces policies',
                `${plugin.from}, so policies change nothing`,
              ),
            ],
          },
        ];
      case 'known':
        return policies.map(
          (resource): StackSight => ({
            resource,
            seen: look(resource, pluginFacts[plugin.plugin], `${plugin.plugin} (${plugin.from})`),
          }),
        );
    }
  },
};

function look(resource: Resource, facts: PluginFacts, name: string): readonly Observation[] {
  const required = [...facts.enforces].join(', ') || 'no policies at all';
  if (!facts.enforces.has(`${resource.group.replace(/^extensions$/, 'networking.k8s.io')}/${resource.kind}`))
    return [violation(['kind'], resource.kind, required, `${name} does not enforce ${resource.kind}`)];
  if (facts.without.length === 0) return [];
  const spot = spotAt(resource.tree);
  return (['ingress', 'egress'] as const).flatMap((direction) =>
    sight(() => itemsAt(spot, 'spec', direction).flatMap((one) => fieldsOf(one, direction, facts, name))),
  );
}

function fieldsOf(
  one: Spot,
  direction: 'ingress' | 'egress',
  { without }: PluginFacts,
  name: string,
): readonly Observation[] {
  const found: Observation[] = [];
  const say = (place: Spot, what: string): void => {
    found.push(violation(pathOf(place), what, `not ${what}`, `${name} does not enforce rules with ${what}`));
  };
  for (const port of itemsAt(one, 'ports')) {
    if (without.includes('endPort') && isSet(port, 'endPort')) say(go(port, 'endPort'), 'endPort');
    if (without.includes('SCTP') && textAt(port, 'protocol') === 'SCTP') say(go(port, 'protocol'), 'SCTP');
  }
  for (const peer of itemsAt(one, direction === 'ingress' ? 'from' : 'to')) {
    const cidr = textAt(peer, 'ipBlock', 'cidr') ?? '';
    if (without.includes('IPv6') && parseBlock(cidr)?.family === 6) say(go(peer, 'ipBlock', 'cidr'), 'IPv6');
  }
  return found;
}

function violation(path: Path, actual: string, required: string, message: string): Observation {
  return { kind: 'violation', path, actual, required, message, edits: [] };
}
