// The addresses from which the outside sees the cluster: EgressIP, NetNamespace, EgressRouter, NAT gateways.
import { foreignOfKind } from '../../../model/foreign.ts';
import type { Resource } from '../../../model/resource.ts';
import { ofKind, type Stack } from '../../../model/stack.ts';
import { type AddressRange, parseAddress, parseBlock } from '../../../reach/addresses.ts';
import { itemsAt, type Spot, spotAt, textAt } from '../../spot.ts';

export interface FixedSources {
  readonly ranges: readonly AddressRange[];
  /** Addresses that the cloud will choose: one each, not in the stack's inputs. */
  readonly chosenLater: readonly Resource[];
}

/** Public addresses of the clouds and where one is written when it is chosen by hand. */
const addresses: ReadonlyMap<string, string> = new Map([
  ['aws:ec2/eip:Eip', 'address'],
  ['azure-native:network:PublicIPAddress', 'ipAddress'],
  ['gcp:compute/address:Address', 'address'],
]);

/** Throws `Unseen` where an address of the stack is not known yet. */
export function fixedSources(stack: Stack, named: readonly string[]): FixedSources {
  const spots = (kind: string): readonly Spot[] => ofKind(stack, kind).map(({ tree }) => spotAt(tree));
  const cloud = foreignOfKind(stack, ...addresses.keys()).map((resource) => ({
    resource,
    text: textAt(spotAt(resource.tree), addresses.get(resource.kind) ?? ''),
  }));
  const texts = [
    ...named,
    ...spots('EgressIP').flatMap((one) => itemsAt(one, 'spec', 'egressIPs').map((item) => textAt(item))),
    ...spots('NetNamespace').flatMap((one) => itemsAt(one, 'egressIPs').map((item) => textAt(item))),
    ...spots('EgressRouter').flatMap((one) =>
      itemsAt(one, 'spec', 'addresses').map((item) => textAt(item, 'ip')),
    ),
    ...cloud.map(({ text }) => text),
  ];
  return {
    ranges: texts.flatMap((text) => (text === undefined ? [] : (rangeOf(text) ?? []))),
    chosenLater: cloud.flatMap(({ resource, text }) => (text === undefined ? [resource] : [])),
  };
}

/** An address, or a block; of `10.0.0.5/24` on a router's interface the address. */
export function rangeOf(text: string): AddressRange | undefined {
  const address = parseAddress(text);
  if (address !== undefined) return { family: address.family, from: address.value, to: address.value };
  return parseBlock(text);
}
