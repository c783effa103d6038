// One direction of traffic, compiled: who can be told apart by its rules, and which pods share their rules.

import { type AddressRange, cutFamily, type Family } from './addresses.ts';
import type { PeerClass, Side } from './compiled.ts';
import type { Connections } from './connections.ts';
import { heeded, hostless, podsWithin } from './host-pods.ts';
import { createMembership, type Members, scopeKey } from './membership.ts';
import type { Pod } from './pods.ts';
import type { Direction, PeerMatch, Policy } from './policy.ts';
import { groupProfiles, namesSpoken, portSignature } from './profiles.ts';
import { compilePorts } from './rule-ports.ts';

export interface SideOptions {
  readonly families: readonly Family[];
  /** Ranges to cut at besides those of the policies, so that two stacks can be compared. */
  readonly extraCuts: readonly AddressRange[];
  /** Families of addresses that pods may have. */
  readonly podFamilies: readonly Family[];
  /** Pods of the host network are only perhaps selected; any outside address may be a node's. */
  readonly strict: boolean;
}

const everyone = 0;

export function compileSide(
  direction: Direction,
  policies: readonly Policy[],
  pods: readonly Pod[],
  table: Connections,
  options: SideOptions,
): Side {
  const memberships = createMembership(pods);
  const membersOf = (scope: Parameters<typeof memberships>[0]): Members =>
    hostless(memberships(scope), scope, pods, options.strict);
  const spoken = policies.flatMap((policy) => policy[direction] ?? []);
  const blocks = spoken.flatMap((rule) =>
    rule.peers.flatMap((peer) => (peer.kind === 'addresses' ? peer.ranges : [])),
  );
  const outside = options.families.flatMap((family) => cutFamily(family, [...blocks, ...options.extraCuts]));
  const count = pods.length + outside.length + 1;

  const atomIds = new Map<string, number>([['everyone', everyone]]);
  const sure: number[][] = Array.from({ length: count }, () => []);
  const perhaps: number[][] = Array.from({ length: count }, () => []);
  const atomOf = (peer: PeerMatch): number => {
    const key = peerKey(peer);
    const known = atomIds.get(key);
    if (known !== undefined) return known;
    const id = atomIds.size;
    atomIds.set(key, id);
    if (peer.kind === 'pods') {
      const members = membersOf(peer.scope);
      for (const index of members.sure) sure[index]?.push(id);
      for (const index of members.perhaps) perhaps[index]?.push(id);
      if (selectsStranger(peer)) sure[count - 1]?.push(id);
    } else if (peer.kind === 'addresses') {
      for (const index of rangesWithin(outside, peer.ranges)) sure[pods.length + index]?.push(id);
      const within = podsWithin(peer, pods, options);
      for (const index of within.sure) sure[index]?.push(id);
      for (const index of within.perhaps) perhaps[index]?.push(id);
    } else if (peer.kind === 'doubtful' && (peer.whom !== 'nodes' || options.strict)) {
      const first = peer.whom === 'anyone' || heeded(peer.podsToo, options.strict) ? 0 : pods.length;
      for (let index = first; index < count; index += 1) perhaps[index]?.push(id);
    }
    return id;
  };
  const rules = policies.map((policy) =>
    policy[direction]?.map((rule) => ({
      policy,
      rule,
      ports: compilePorts(table, rule.ports),
      atoms: rule.peers.map(atomOf),
    })),
  );

  const names = namesSpoken(rules);
  const classes: PeerClass[] = [];
  const classIds = new Map<string, number>();
  const classOf = sure.map((own, index) => {
    const pod = pods[index];
    const signature = direction === 'egress' && pod !== undefined ? portSignature(pod, names) : '';
    const key = `${own.join(',')}?${(perhaps[index] ?? []).join(',')}?${signature}`;
    const known = classIds.get(key);
    if (known !== undefined) return known;
    const id = classes.length;
    classIds.set(key, id);
    classes.push({ sure: new Set([everyone, ...own]), perhaps: new Set(perhaps[index]), pod });
    return id;
  });
  return {
    direction,
    outside,
    rules,
    classes,
    classOf,
    atomClasses: groupByAtom(classes, atomIds.size),
    ...groupProfiles(direction, policies, rules, pods, membersOf),
  };
}

function peerKey(peer: PeerMatch): string {
  switch (peer.kind) {
    case 'everyone':
      return 'everyone';
    case 'pods':
      return `pods ${scopeKey(peer.scope)}`;
    case 'addresses':
      return `addresses ${peer.podsToo ?? ''} ${peer.ranges.map((range) => `${range.family}:${range.from}-${range.to}`).join(',')}`;
    case 'doubtful':
      return `doubtful ${peer.whom} ${peer.podsToo ?? ''}`;
  }
}

/** The unknown ingress controller is a pod without labels in a namespace without labels and without known name. */
function selectsStranger(peer: Extract<PeerMatch, { kind: 'pods' }>): boolean {
  const { namespaces, pods } = peer.scope;
  if (namespaces.kind !== 'selected') return false;
  return [namespaces.selector, pods].every(
    (selector) =>
      selector.certain &&
      selector.requirements.every((item) => item.operator === 'NotIn' || item.operator === 'DoesNotExist'),
  );
}

/** Indexes of the cut pieces that lie within the ranges; pieces of a family are sorted. */
function rangesWithin(pieces: readonly AddressRange[], ranges: readonly AddressRange[]): number[] {
  const found: number[] = [];
  for (const range of ranges) {
    let low = 0;
    let high = pieces.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const piece = pieces[middle];
      const before =
        piece !== undefined &&
        (piece.family < range.family || (piece.family === range.family && piece.from < range.from));
      if (before) low = middle + 1;
      else high = middle;
    }
    for (let index = low; index < pieces.length; index += 1) {
      const piece = pieces[index];
      if (piece === undefined || piece.family !== range.family || piece.to > range.to) break;
      found.push(index);
    }
  }
  return found;
}

function groupByAtom(classes: readonly PeerClass[], atoms: number): Side['atomClasses'] {
  const groups = Array.from({ length: atoms }, () => ({ sure: [] as number[], perhaps: [] as number[] }));
  for (const [index, own] of classes.entries()) {
    for (const atom of own.sure) groups[atom]?.sure.push(index);
    for (const atom of own.perhaps) groups[atom]?.perhaps.push(index);
  }
  return groups;
}
