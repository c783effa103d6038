// egress/fixed-source: a database's allow-list names the cluster's fixed addresses and nothing wider.
import { describeForeign, foreignOfKind } from '../../../model/foreign.ts';
import type { Stack } from '../../../model/stack.ts';
import { isMap } from '../../../model/tree.ts';
import { type AddressRange, formatAddress, formatRange, parseAddress } from '../../../reach/addresses.ts';
import { covers } from '../../../reach/public.ts';
import type { ForeignLook } from '../../foreign.ts';
import { isMuchOfTheInternet } from '../../network/openness.ts';
import { networkPlace } from '../../network/place.ts';
import { type Observation, sight, violation } from '../../observation.ts';
import type { StackRule, StackSight } from '../../rule.ts';
import { go, itemsAt, numberAt, pathOf, type Spot, spotAt, textAt, Unseen } from '../../spot.ts';
import { waysOut } from '../cloud/ways-out.ts';
import { guardsDatabase } from './databases.ts';
import { fixedSources, rangeOf } from './sources.ts';

/** Ports of databases: https://www.iana.org/assignments/service-names-port-numbers */
const databases = [1433, 1521, 3306, 5432, 6379, 9042, 27_017];

export const rule: StackRule = {
  ...networkPlace,
  id: 'egress/fixed-source',
  title: 'databases admit only the cluster’s fixed addresses',
  severity: 'high',
  otherwise: 'block',
  because: 'An allow-list that is wider than the address the cluster comes from admits somebody else too.',
  fix: 'Give the namespace a fixed egress address (EgressIP, NAT gateway) and admit that address alone.',
  frameworks: ['NIST SP 800-190 4.3.3'],
  configuredBy: ['stack.egress.fixedSources'],
  subject: 'stack',
  check: ({ stack, policy }) => {
    let listed = false;
    const admit = (place: Spot, range: AddressRange | undefined): Observation | undefined => {
      if (range === undefined) return undefined;
      listed = true;
      if (isMuchOfTheInternet([range]) || range.to - range.from >= 1n << 64n)
        return violation(place, 'the database admits every address', 'the cluster’s fixed addresses');
      const { ranges: fixed, chosenLater } = fixedSources(stack, policy.egress.fixedSources);
      if (fixed.some((one) => covers(one, range))) return undefined;
      const waiting = chosenLater.map(({ resource }) => describeForeign(resource));
      if (fixed.length === 0 && waiting.length === 0) return undefined;
      // A range with more addresses than the cloud will choose is wider wherever they lie.
      if (range.to - range.from < chosenLater.reduce((sum, { size }) => sum + size, 0n))
        throw new Unseen(pathOf(place), `the cloud chooses the address of ${waiting.join(', ')}`);
      const required = [...fixed.map(formatRange), ...waiting].join(', ');
      const admitted = range.from === range.to ? formatAddress(range.family, range.from) : formatRange(range);
      return violation(
        place,
        `the database admits ${admitted}: more than the cluster’s fixed addresses`,
        required,
        [],
        admitted,
      );
    };
    const block = (place: Spot): Observation | undefined => {
      const text = textAt(place);
      return text === undefined ? undefined : admit(place, rangeOf(text));
    };
    const lists = foreignOfKind(stack, ...kinds).map((resource) => ({
      resource,
      seen: sight(() =>
        looksOf(block, admit, guardsDatabase(stack, resource)).get(resource.kind)?.(spotAt(resource.tree)),
      ),
    }));
    return listed ? [...lists, ...past(stack)] : lists;
  },
};

/** Where a database lists addresses, containers must not come from others than those of their gateway. */
function past(stack: Stack): readonly StackSight[] {
  const { addresses, around } = waysOut(stack);
  if (addresses.size === 0) return [];
  return [...around].map((resource): StackSight => {
    const place = isMap(resource.tree) && Object.hasOwn(resource.tree, 'routes') ? 'routes' : 'gatewayId';
    const message = 'containers reach the internet past their NAT gateway, from addresses that are not fixed';
    return {
      resource,
      seen: sight(() => violation(go(spotAt(resource.tree), place), message, 'a route to the NAT gateway')),
    };
  });
}

function looksOf(
  block: (place: Spot) => Observation | undefined,
  admit: (place: Spot, range: AddressRange | undefined) => Observation | undefined,
  always: boolean,
): ReadonlyMap<string, ForeignLook> {
  const blocks = (places: readonly Spot[]): readonly Observation[] =>
    places.flatMap((place) => sight(() => block(place)));
  const ingress = (one: Spot): readonly Observation[] =>
    always || forDatabase(one)
      ? blocks([...itemsAt(one, 'cidrBlocks'), ...itemsAt(one, 'ipv6CidrBlocks')])
      : [];
  const firewall: ForeignLook = (spot) => {
    const [from, to] = [textAt(spot, 'startIpAddress'), textAt(spot, 'endIpAddress')];
    return admit(go(spot, 'startIpAddress'), between(from, to));
  };
  return new Map<string, ForeignLook>([
    ['aws:ec2/securityGroup:SecurityGroup', (spot) => itemsAt(spot, 'ingress').flatMap(ingress)],
    [
      'aws:ec2/securityGroupRule:SecurityGroupRule',
      (spot) => (textAt(spot, 'type') === 'ingress' ? ingress(spot) : []),
    ],
    [
      'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule',
      (spot) => (always || forDatabase(spot) ? blocks([go(spot, 'cidrIpv4'), go(spot, 'cidrIpv6')]) : []),
    ],
    [
      'gcp:sql/databaseInstance:DatabaseInstance',
      (spot) =>
        blocks(
          itemsAt(spot, 'settings', 'ipConfiguration', 'authorizedNetworks').map((one) => go(one, 'value')),
        ),
    ],
    ['azure-native:dbforpostgresql:FirewallRule', firewall],
    ['azure-native:dbforpostgresql:SingleServerFirewallRule', firewall],
    ['azure-native:dbformysql:FirewallRule', firewall],
    ['azure-native:dbformysql:SingleServerFirewallRule', firewall],
    ['azure-native:dbformariadb:FirewallRule', firewall],
    ['azure-native:sql:FirewallRule', firewall],
  ]);
}

const kinds = [
  ...looksOf(
    () => undefined,
    () => undefined,
    false,
  ).keys(),
];

/** Whether a rule of a security group opens a database's port, and not everything else with it. */
function forDatabase(one: Spot): boolean {
  const protocol = textAt(one, 'protocol') ?? textAt(one, 'ipProtocol');
  const [from, to] = [numberAt(one, 'fromPort'), numberAt(one, 'toPort')];
  if (protocol === '-1') return true;
  return databases.some((port) => from !== undefined && to !== undefined && from <= port && port <= to);
}

/** Azure's 0.0.0.0–0.0.0.0 stands for every service of Azure. */
function between(from: string | undefined, to: string | undefined): AddressRange | undefined {
  const [low, high] = [parseAddress(from ?? ''), parseAddress(to ?? from ?? '')];
  if (low === undefined || high === undefined) return undefined;
  const whole = low.value === 0n;
  return { family: low.family, from: low.value, to: whole ? 0xffff_ffffn : high.value };
}
