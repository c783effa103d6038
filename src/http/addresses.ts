// Which network an address belongs to, and which networks a server may send us on to.
import { BlockList, isIP, isIPv4 } from 'node:net';

export type AddressClass = 'public' | 'private' | 'loopback' | 'link-local';

type Subnet = readonly [address: string, prefix: number, family: 'ipv4' | 'ipv6'];

/** IANA special-purpose registries, RFC 6890; carrier-grade NAT and cloud metadata are not public either. */
const classes: readonly (readonly [AddressClass, readonly Subnet[]])[] = [
  [
    'loopback',
    [
      ['127.0.0.0', 8, 'ipv4'],
      ['0.0.0.0', 8, 'ipv4'],
      ['::1', 128, 'ipv6'],
      ['::', 128, 'ipv6'],
    ],
  ],
  [
    'link-local',
    [
      ['169.254.0.0', 16, 'ipv4'],
      ['fe80::', 10, 'ipv6'],
    ],
  ],
  [
    'private',
    [
      ['10.0.0.0', 8, 'ipv4'],
      ['172.16.0.0', 12, 'ipv4'],
      ['192.168.0.0', 16, 'ipv4'],
      ['100.64.0.0', 10, 'ipv4'],
      ['192.0.0.0', 24, 'ipv4'],
      ['198.18.0.0', 15, 'ipv4'],
      ['224.0.0.0', 3, 'ipv4'],
      ['fc00::', 7, 'ipv6'],
      ['fec0::', 10, 'ipv6'],
      ['ff00::', 8, 'ipv6'],
    ],
  ],
];

const lists = classes.map(([name, subnets]) => {
  const list = new BlockList();
  for (const [address, prefix, family] of subnets) list.addSubnet(address, prefix, family);
  return { name, list };
});

/** IPv6 forms that carry an IPv4 address: mapped, NAT64 (RFC 6052) and 6to4 (RFC 3056). */
function embeddedIPv4(address: string): string | undefined {
  const dotted = /^(?:::ffff:|64:ff9b::)(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1];
  if (dotted !== undefined) return dotted;
  const groups = /^(?:::ffff:|64:ff9b::|2002:)([0-9a-f]{1,4}):([0-9a-f]{1,4})(?:::?|$)/.exec(address);
  if (groups === null) return undefined;
  const [high, low] = [Number.parseInt(groups[1] ?? '', 16), Number.parseInt(groups[2] ?? '', 16)];
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}

/** The class of an IP address, brackets and zone allowed. */
export function addressClass(text: string): AddressClass {
  const address = text
    .replace(/^\[|\]$/g, '')
    .replace(/%.*$/, '')
    .toLowerCase();
  const embedded = embeddedIPv4(address);
  if (embedded !== undefined && isIPv4(embedded)) return addressClass(embedded);
  const family = isIPv4(address) ? 'ipv4' : 'ipv6';
  return lists.find(({ list }) => list.check(address, family))?.name ?? 'public';
}

/** The class of a URL's host as far as its text tells; undefined for a name that only resolution can tell. */
export function hostClass(hostname: string): AddressClass | undefined {
  const bare = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (isIP(bare) !== 0) return addressClass(bare);
  return /^(?:.+\.)?localhost$/i.test(bare) ? 'loopback' : undefined;
}

/** Whether a server on `sentBy` may send us to `target`: outwards, or within its own network. */
export function mayReach(sentBy: AddressClass, target: AddressClass): boolean {
  if (target === 'public' || target === sentBy) return true;
  return sentBy === 'loopback' && target === 'private';
}
