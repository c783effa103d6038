// Policies of Cilium and Calico: read only for whom they select; what they do to them is not known.
import type { Resource } from '../model/resource.ts';
import { everything, readSelector, type Selector } from '../model/selector.ts';
import { at } from '../model/tree.ts';
import { itemsOf, listAt, textAt } from '../model/typed.ts';
import { calicoSelector } from './calico-selector.ts';
import type { NamespaceScope, Policy, Rule } from './policy.ts';

const uncertain: Selector = { requirements: [], certain: false, key: '?' };

/** Translates a foreign policy, or says `undefined` for kinds that are no policies. */
export function readForeignPolicy(resource: Resource): readonly Policy[] {
  if (resource.group === 'cilium.io') return readCilium(resource);
  if (/(^|\.)projectcalico\.org$/.test(resource.group)) return readCalico(resource);
  return [];
}

function foreign(
  resource: Resource,
  namespaces: NamespaceScope,
  pods: Selector,
  says: { readonly ingress: boolean; readonly egress: boolean },
  owner: string,
): Policy {
  const rules: readonly Rule[] = [];
  return {
    resource,
    tier: 'foreign',
    priority: 0,
    subject: { namespaces, pods },
    ingress: says.ingress ? rules : undefined,
    egress: says.egress ? rules : undefined,
    reason: `${resource.kind} is ${owner}'s own kind, whose effect is not computed`,
  };
}

/** https://docs.cilium.io/en/stable/network/kubernetes/policy/: endpointSelector under spec or each of specs. */
function readCilium(resource: Resource): readonly Policy[] {
  if (resource.kind !== 'CiliumNetworkPolicy' && resource.kind !== 'CiliumClusterwideNetworkPolicy')
    return [];
  const scope = ownScope(resource, 'CiliumClusterwideNetworkPolicy');
  const specs = [
    at(resource.tree, ['spec']),
    ...itemsOf(resource.tree, ['specs']).map((item) => at(item, [])),
  ];
  const policies: Policy[] = [];
  for (const spec of specs) {
    if (spec.kind === 'known' && spec.value === undefined) continue;
    const tree = spec.kind === 'known' ? spec.value : undefined;
    const says = (names: readonly string[]): boolean =>
      spec.kind !== 'known' ||
      names.some((name) => {
        const rules = listAt(tree, [name]);
        return rules.kind !== 'known' || rules.value !== undefined;
      });
    const found = at(tree, ['endpointSelector']);
    const pods =
      found.kind === 'known' && spec.kind === 'known' ? ciliumSelector(readSelector(found.value)) : uncertain;
    policies.push(
      foreign(
        resource,
        scope,
        pods,
        { ingress: says(['ingress', 'ingressDeny']), egress: says(['egress', 'egressDeny']) },
        'Cilium',
      ),
    );
  }
  return policies;
}

/** Cilium prefixes keys with a label source (`k8s:`, `any:`); other sources say nothing of pod labels. */
function ciliumSelector(selector: Selector): Selector {
  let certain = selector.certain;
  const requirements = selector.requirements.flatMap((requirement) => {
    const key = requirement.key.replace(/^(?:k8s|any)[:.]/, '');
    const special = /^(?:reserved|cidr|container)[:.]/.test(key) || key.startsWith('io.kubernetes.pod.');
    const namespaced = key.startsWith('io.cilium.');
    if (special || namespaced) certain = false;
    return special || namespaced ? [] : [{ ...requirement, key }];
  });
  return { requirements, certain, key: `cilium${certain ? '' : '?'}${selector.key}` };
}

/** https://docs.tigera.io/calico/latest/reference/resources/networkpolicy: selector expression and types. */
function readCalico(resource: Resource): readonly Policy[] {
  const kinds = ['NetworkPolicy', 'GlobalNetworkPolicy', 'StagedNetworkPolicy', 'StagedGlobalNetworkPolicy'];
  if (!kinds.includes(resource.kind) || resource.kind.startsWith('Staged')) return [];
  const text = textAt(resource.tree, ['spec', 'selector']);
  const pods = text.kind === 'known' ? calicoSelector(text.value ?? '') : uncertain;
  const namespaceText = textAt(resource.tree, ['spec', 'namespaceSelector']);
  const namespaceSelector =
    namespaceText.kind === 'known' ? calicoSelector(namespaceText.value ?? '') : uncertain;
  const scope: NamespaceScope =
    resource.kind === 'GlobalNetworkPolicy'
      ? { kind: 'selected', selector: namespaceSelector }
      : ownScope(resource, 'GlobalNetworkPolicy');
  const types = itemsOf(resource.tree, ['spec', 'types']);
  const hasRules = (key: string): boolean =>
    at(resource.tree, ['spec', key]).kind !== 'known' || itemsOf(resource.tree, ['spec', key]).length > 0;
  const egress = types.length > 0 ? types.some((type) => type !== 'Ingress') : hasRules('egress');
  const ingress =
    types.length > 0 ? types.some((type) => type !== 'Egress') : hasRules('ingress') || !hasRules('egress');
  return [foreign(resource, scope, pods, { ingress, egress }, 'Calico')];
}

function ownScope(resource: Resource, clusterwide: string): NamespaceScope {
  if (resource.kind === clusterwide) return { kind: 'selected', selector: everything };
  return resource.namespace === undefined ? { kind: 'unknown' } : { kind: 'named', name: resource.namespace };
}
