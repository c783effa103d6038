// egress/cluster-endpoint: the API server of a cluster that the stack makes is not open to the internet.

import { parseBlock } from '../../../reach/addresses.ts';
import { eachForeign, type ForeignLook } from '../../foreign.ts';
import { isMuchOfTheInternet } from '../../network/openness.ts';
import { networkPlace } from '../../network/place.ts';
import { violation } from '../../observation.ts';
import type { StackRule } from '../../rule.ts';
import { flagAt, go, isSet, itemsAt, pathOf, type Spot, textAt } from '../../spot.ts';

const message = 'the cluster’s API server is open to the internet';
const required = 'a private endpoint, or named addresses';

/** No list at all, or one that holds much of the internet, in however many pieces. */
function isOpen(listed: readonly Spot[]): boolean {
  return (
    listed.length === 0 || isMuchOfTheInternet(listed.flatMap((one) => parseBlock(textAt(one) ?? '') ?? []))
  );
}

const eks: ForeignLook = (spot) => {
  const place = go(spot, 'vpcConfig', 'endpointPublicAccess');
  if (flagAt(place) === false || !isOpen(itemsAt(spot, 'vpcConfig', 'publicAccessCidrs'))) return undefined;
  return violation(place, message, required, [{ path: ['vpcConfig', 'endpointPublicAccess'], value: false }]);
};

const gke: ForeignLook = (spot) => {
  if (flagAt(spot, 'privateClusterConfig', 'enablePrivateEndpoint') === true) return undefined;
  const byName = go(spot, 'controlPlaneEndpointsConfig', 'dnsEndpointConfig', 'allowExternalTraffic');
  if (flagAt(byName) === true)
    return violation(byName, message, required, [{ path: pathOf(byName), value: false }]);
  if (flagAt(spot, 'controlPlaneEndpointsConfig', 'ipEndpointsConfig', 'enabled') === false) return undefined;
  const place = go(spot, 'masterAuthorizedNetworksConfig');
  const blocks = itemsAt(place, 'cidrBlocks').map((one) => go(one, 'cidrBlock'));
  if (isSet(place) && !(blocks.length > 0 && isOpen(blocks))) return undefined;
  return violation(place, message, required);
};

const aks: ForeignLook = (spot) => {
  if (textAt(spot, 'publicNetworkAccess') === 'Disabled') return undefined;
  const place = go(spot, 'apiServerAccessProfile');
  if (flagAt(place, 'enablePrivateCluster') === true || !isOpen(itemsAt(place, 'authorizedIPRanges')))
    return undefined;
  return violation(go(place, 'authorizedIPRanges'), message, required);
};

const looks: ReadonlyMap<string, ForeignLook> = new Map([
  ['aws:eks/cluster:Cluster', eks],
  ['gcp:container/cluster:Cluster', gke],
  ['azure-native:containerservice:ManagedCluster', aks],
]);

export const rule: StackRule = {
  ...networkPlace,
  id: 'egress/cluster-endpoint',
  title: 'API servers are not open to the internet',
  severity: 'high',
  otherwise: 'block',
  because: 'An API server on the internet is one flaw or one leaked token away from anyone.',
  fix: 'Make the endpoint private, or name the addresses that may reach it.',
  level: 'host',
  control: 'host security',
  frameworks: ['CIS EKS 5.4.1', 'CIS GKE 5.6.4', 'CIS AKS 5.4.1'],
  subject: 'stack',
  check: ({ stack }) => eachForeign(stack, looks),
};
