// The addresses from which the outside sees the cluster: EgressIP, NetNamespace, EgressRouter, NAT gateways.
import { foreignOfKind } from '../../../model/foreign.ts';
import { ofKind, type Stack } from '../../../model/stack.ts';
import { type AddressRange, parseAddress, parseBlock } from '../../../reach/addresses.ts';
import { itemsAt, type Spot, spotAt, textAt } from '../../spot.ts';

/** Throws `Unseen` where an address of the stack is not known yet. */
export function fixedSources(stack: Stack, named: readonly string[]): readonly AddressRange[] {
  const spots = (kind: string): readonly Spot[] => ofKind(stack, kind).map(({ tree }) => spotAt(tree));
  const texts = [
    ...named,
    ...spots('EgressIP').flatMap((one) => itemsAt(one, 'spec', 'egressIPs').map((item) => textAt(item))),
    ...spots('NetNamespace').flatMap((one) => itemsAt(one, 'egressIPs').map((item) => textAt(item))),
    ...spots('EgressRouter').flatMap((one) =>
      itemsAt(one, 'spec', 'addresses').map((item) => textAt(item, 'ip')),
    ),
    ...foreignOfKind(stack, 'gcp:compute/address:Address').map(({ tree }) => textAt(spotAt(tree), 'address')),
    ...foreignOfKind(stack, 'aws:ec2/eip:Eip').map(({ tree }) => textAt(spotAt(tree), 'address')),
  ];
  return texts.flatMap((text) => (text === undefined ? [] : (rangeOf(text) ?? [])));
}

/** An address, or a block; of `10.0.0.5/24` on a router's interface the address. */
export function rangeOf(text: string): AddressRange | undefined {
  const address = parseAddress(text);
  if (address !== undefined) return { family: address.family, from: address.value, to: address.value };
  return parseBlock(text);
}
