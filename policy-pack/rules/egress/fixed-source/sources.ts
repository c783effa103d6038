// The addresses from which the outside sees the cluster: EgressIP, NetNamespace, EgressRouter, NAT gateways.
import { foreignOfKind } from '../../../model/foreign.ts';
import type { Resource } from '../../../model/resource.ts';
import { ofKind, type Stack } from '../../../model/stack.ts';
import { at } from '../../../model/tree.ts';
import { type AddressRange, parseAddress, parseBlock } from '../../../reach/addresses.ts';
import { itemsAt, numberAt, type Spot, spotAt, textAt } from '../../spot.ts';
import { waysOut } from '../cloud/ways-out.ts';

export interface FixedSources {
  readonly ranges: readonly AddressRange[];
  /** Addresses that the cloud will choose: not in the stack's inputs. */
  readonly chosenLater: readonly ChosenLater[];
}

export interface ChosenLater {
  readonly resource: Resource;
  /** How many addresses it will be. */
  readonly size: bigint;
}

/** Public addresses of the clouds, and what holds one: when it is chosen by hand, and in what the provider answers. */
const addresses: ReadonlyMap<string, { readonly input: string; readonly output: string }> = new Map([
  ['aws:ec2/eip:Eip', { input: 'address', output: 'publicIp' }],
  ['azure-native:network:PublicIPAddress', { input: 'ipAddress', output: 'ipAddress' }],
  ['azure-native:network:PublicIPPrefix', { input: 'ipPrefix', output: 'ipPrefix' }],
  ['gcp:compute/address:Address', { input: 'address', output: 'address' }],
]);

/**
 * Public addresses of the cloud count where the containers' subnets lead to them; where no subnet is joined with any,
 * every one of the stack may be the cluster's. Throws `Unseen` where an address of the stack is not known yet.
 */
export function fixedSources(stack: Stack, named: readonly string[]): FixedSources {
  const spots = (kind: string): readonly Spot[] => ofKind(stack, kind).map(({ tree }) => spotAt(tree));
  const joined = [...waysOut(stack).addresses];
  const all = joined.length > 0 ? joined : foreignOfKind(stack, ...addresses.keys());
  const cloud = all.map((resource) => ({ resource, text: addressOf(resource) }));
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
    chosenLater: cloud.flatMap(({ resource, text }) =>
      text === undefined ? [{ resource, size: sizeOf(resource) }] : [],
    ),
  };
}

function addressOf(resource: Resource): string | undefined {
  const { input, output } = addresses.get(resource.kind) ?? { input: '', output: '' };
  const answered = at(resource.answer?.outputs, [output]);
  return (
    textAt(spotAt(resource.tree), input) ??
    (answered.kind === 'known' && typeof answered.value === 'string' ? answered.value : undefined)
  );
}

/** A prefix of Azure's is as many addresses as its length says. */
function sizeOf({ kind, tree }: Resource): bigint {
  if (kind !== 'azure-native:network:PublicIPPrefix') return 1n;
  const length = numberAt(spotAt(tree), 'prefixLength') ?? 28;
  return length >= 0 && length <= 32 ? 1n << BigInt(32 - length) : 1n;
}

/** An address, or a block; of `10.0.0.5/24` on a router's interface the address. */
export function rangeOf(text: string): AddressRange | undefined {
  const address = parseAddress(text);
  if (address !== undefined) return { family: address.family, from: address.value, to: address.value };
  return parseBlock(text);
}
