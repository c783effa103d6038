// The one form into which every policy dialect is translated.
import type { Resource } from '../model/resource.ts';
import type { Selector } from '../model/selector.ts';
import type { Path } from '../model/tree.ts';
import type { AddressRange } from './addresses.ts';
import type { Protocol } from './connections.ts';

export type Direction = 'ingress' | 'egress';

/** In which namespaces something is selected. */
export type NamespaceScope =
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'selected'; readonly selector: Selector }
  /** The namespace is not known yet: it may be any. */
  | { readonly kind: 'unknown' };

/** A point in which an API's text and other analyzers differ: heeded always, or in strict answers alone. */
export type Heed = 'always' | 'strict';

export interface PodScope {
  readonly namespaces: NamespaceScope;
  readonly pods: Selector;
  /** Pods of the host's network are not selected. */
  readonly withoutHost?: Heed;
}

export type PeerMatch =
  | { readonly kind: 'everyone' }
  | { readonly kind: 'pods'; readonly scope: PodScope }
  /** `podsToo`: pods are held against the ranges as well, by addresses that the stack does not hold. */
  | { readonly kind: 'addresses'; readonly ranges: readonly AddressRange[]; readonly podsToo?: Heed }
  /**
   * A peer that cannot be told: perhaps anyone, perhaps any address outside (`podsToo`: and the pods at addresses), or
   * only the cluster's nodes.
   */
  | {
      readonly kind: 'doubtful';
      readonly whom: 'anyone' | 'outside' | 'nodes';
      readonly reason: string;
      readonly podsToo?: Heed;
    };

export type PortMatch =
  | { readonly kind: 'range'; readonly protocol: Protocol; readonly from: number; readonly to: number }
  /** A container port's name; `protocol` absent: the container port's own. */
  | { readonly kind: 'named'; readonly name: string; readonly protocol: Protocol | undefined }
  | { readonly kind: 'doubtful'; readonly reason: string };

export interface Rule {
  /** `unknown`: any of the others. */
  readonly action: 'allow' | 'deny' | 'pass' | 'unknown';
  readonly peers: readonly PeerMatch[];
  /** Absent: every port of every protocol. */
  readonly ports: readonly PortMatch[] | undefined;
  /** Where the rule stands in its resource. */
  readonly path: Path;
}

/**
 * In the order of evaluation; what a `firewall` denies is denied whatever the others allow; `foreign` policies
 * are known only by whom they select.
 */
export type Tier = 'admin' | 'network' | 'baseline' | 'firewall' | 'foreign';

export interface Policy {
  readonly resource: Resource;
  readonly tier: Tier;
  /** Lower goes first within a tier; 0 for tiers without priorities. */
  readonly priority: number;
  readonly subject: PodScope;
  /** Rules of each direction; absent: the policy says nothing of that direction. */
  readonly ingress: readonly Rule[] | undefined;
  readonly egress: readonly Rule[] | undefined;
  /** Why a foreign policy's effect is not known. */
  readonly reason?: string;
}
