// egress/fixed-source: a database's allow-list names the cluster's fixed addresses and nothing wider.
import { type AddressRange, formatRange, parseAddress } from '../../../reach/addresses.ts';
import { eachForeign, type ForeignLook } from '../../foreign.ts';
import { isMostOfTheWorld } from '../../network/openness.ts';
import { networkPlace } from '../../network/place.ts';
import { covers } from '../../network/public.ts';
import { type Observation, sight, violation } from '../../observation.ts';
import type { StackRule } from '../../rule.ts';
import { go, itemsAt, numberAt, type Spot, textAt } from '../../spot.ts';
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
    const admit = (place: Spot, range: AddressRange | undefined): Observation | undefined => {
      if (range === undefined) return undefined;
      if (isMostOfTheWorld([range]) || range.to - range.from >= 1n << 64n)
        return violation(place, 'the database admits every address', 'the cluster’s fixed addresses');
      const fixed = fixedSources(stack, policy.egress.fixedSources);
      if (fixed.length === 0 || fixed.some((one) => covers(one, range))) return undefined;
      const required = fixed.map(formatRange).join(', ');
      return violation(
        place,
        'the database admits more than the cluster’s fixed addresses',
        required,
        [],
        formatRange(range),
      );
    };
    const block = (place: Spot): Observation | undefined => {
      const text = textAt(place);
      return text === undefined ? undefined : admit(place, rangeOf(text));
    };
    return eachForeign(stack, looksOf(block, admit));
  },
};

function looksOf(
  block: (place: Spot) => Observation | undefined,
  admit: (place: Spot, range: AddressRange | undefined) => Observation | undefined,
): ReadonlyMap<string, ForeignLook> {
  const blocks = (places: readonly Spot[]): readonly Observation[] =>
    places.flatMap((place) => sight(() => block(place)));
  const ingress = (one: Spot): readonly Observation[] =>
    forDatabase(one) ? blocks([...itemsAt(one, 'cidrBlocks'), ...itemsAt(one, 'ipv6CidrBlocks')]) : [];
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
      (spot) => (forDatabase(spot) ? blocks([go(spot, 'cidrIpv4'), go(spot, 'cidrIpv6')]) : []),
    ],
    [
      'gcp:sql/databaseInstance:DatabaseInstance',
      (spot) =>
        blocks(
          itemsAt(spot, 'settings', 'ipConfiguration', 'authorizedNetworks').map((one) => go(one, 'value')),
        ),
    ],
    ['azure-native:dbforpostgresql:FirewallRule', firewall],
    ['azure-native:dbformysql:FirewallRule', firewall],
    ['azure-native:sql:FirewallRule', firewall],
  ]);
}

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
