// egress/security-group: cloud firewalls open no way from the stack to the whole internet.

import { parseBlock } from '../../../reach/addresses.ts';
import { eachForeign, type ForeignLook } from '../../foreign.ts';
import { isMuchOfTheInternet } from '../../network/openness.ts';
import { networkPlace } from '../../network/place.ts';
import { notApplicable, type Observation, sight, violation } from '../../observation.ts';
import type { StackRule } from '../../rule.ts';
import { flagAt, go, itemsAt, type Spot, textAt } from '../../spot.ts';
import type { Standing } from '../cloud/containers.ts';
import { standingOf } from '../cloud/standing.ts';

const world = /^(?:0\.0\.0\.0\/0|::\/0|\*|Internet|Any)$/i;

/** One sight each place that is the whole world, or one for all of them that are it together. */
function open(places: readonly Spot[]): readonly Observation[] {
  const wide = (place: Spot): Observation =>
    violation(place, 'egress is open to the whole internet', 'named addresses');
  const seen = places.flatMap((place) =>
    sight(() => (world.test(textAt(place) ?? '') ? wide(place) : undefined)),
  );
  const [first] = places;
  if (seen.length > 0 || first === undefined) return seen;
  const ranges = places.flatMap((place) => parseBlock(textAt(place) ?? '') ?? []);
  return isMuchOfTheInternet(ranges) ? [wide(first)] : [];
}

const blocks = (one: Spot): readonly Observation[] =>
  open([...itemsAt(one, 'cidrBlocks'), ...itemsAt(one, 'ipv6CidrBlocks')]);

const azure = (one: Spot): readonly Observation[] => {
  if (textAt(one, 'direction') !== 'Outbound' || textAt(one, 'access') !== 'Allow') return [];
  return open([go(one, 'destinationAddressPrefix'), ...itemsAt(one, 'destinationAddressPrefixes')]);
};

const google: ForeignLook = (spot) => {
  if (textAt(spot, 'direction') !== 'EGRESS' || flagAt(spot, 'disabled') === true) return [];
  if (itemsAt(spot, 'allows').every((one) => textAt(one, 'protocol') === undefined)) return [];
  const ranges = itemsAt(spot, 'destinationRanges');
  if (ranges.length > 0) return open(ranges);
  return violation(
    go(spot, 'destinationRanges'),
    'egress is open to the whole internet',
    'named addresses',
    [],
    '0.0.0.0/0',
  );
};

const looks: ReadonlyMap<string, ForeignLook> = new Map<string, ForeignLook>([
  ['aws:ec2/securityGroup:SecurityGroup', (spot) => itemsAt(spot, 'egress').flatMap(blocks)],
  ['aws:ec2/defaultSecurityGroup:DefaultSecurityGroup', (spot) => itemsAt(spot, 'egress').flatMap(blocks)],
  [
    'aws:ec2/securityGroupRule:SecurityGroupRule',
    (spot) => (textAt(spot, 'type') === 'egress' ? blocks(spot) : []),
  ],
  [
    'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule',
    (spot) => open([go(spot, 'cidrIpv4'), go(spot, 'cidrIpv6')]),
  ],
  ['azure-native:network:NetworkSecurityGroup', (spot) => itemsAt(spot, 'securityRules').flatMap(azure)],
  ['azure-native:network:SecurityRule', azure],
  ['gcp:compute/firewall:Firewall', google],
]);

export const rule: StackRule = {
  ...networkPlace,
  id: 'egress/security-group',
  title: 'security groups and firewall rules do not open egress to the whole internet',
  severity: 'medium',
  otherwise: 'warn',
  because: 'Where a network policy is missing, the cloud’s firewall is the last word on where data may go.',
  fix: 'Name the addresses that the containers’ subnets need.',
  level: 'host',
  frameworks: ['NIST SP 800-190 4.3.3'],
  subject: 'stack',
  check: ({ stack }) =>
    eachForeign(stack, looks).map(({ resource, seen }) => ({
      resource,
      seen: before(standingOf(stack, resource), seen),
    })),
};

/** What stands before no containers is another's matter; of the rest it says whose way out is open. */
function before(standing: Standing, seen: readonly Observation[]): readonly Observation[] {
  switch (standing.kind) {
    case 'others':
      return notApplicable('it stands before no containers');
    case 'containers':
      return seen.map((one) =>
        one.kind === 'violation' ? { ...one, message: `${one.message}, for ${standing.whose}` } : one,
      );
    case 'untold':
      return seen;
  }
}
