// The shape of one direction of traffic once compiled: rules, classes of peers, profiles of pods.
import type { AddressRange } from './addresses.ts';
import type { Pod } from './pods.ts';
import type { Direction, Policy, Rule } from './policy.ts';
import type { RulePorts } from './rule-ports.ts';

export interface CompiledRule {
  readonly policy: Policy;
  readonly rule: Rule;
  readonly ports: RulePorts;
  /** Peers as numbers of atoms: sets of endpoints that the rules speak of. */
  readonly atoms: readonly number[];
}

/** Endpoints that no rule of this direction tells apart. */
export interface PeerClass {
  readonly sure: ReadonlySet<number>;
  readonly perhaps: ReadonlySet<number>;
  /** One pod of the class, for named ports; absent outside the cluster. */
  readonly pod: Pod | undefined;
}

/** Pods to which the same policies apply. */
export interface Profile {
  readonly sure: readonly number[];
  readonly perhaps: readonly number[];
  readonly pod: Pod;
}

export interface Side {
  readonly direction: Direction;
  /** Outside ranges; endpoint numbers are pods, then these, then one sender without name or labels. */
  readonly outside: readonly AddressRange[];
  /** Compiled rules of each policy, by the policy's number; `undefined` where it says nothing here. */
  readonly rules: readonly (readonly CompiledRule[] | undefined)[];
  readonly classes: readonly PeerClass[];
  readonly classOf: readonly number[];
  /** Classes within an atom. */
  readonly atomClasses: readonly { readonly sure: readonly number[]; readonly perhaps: readonly number[] }[];
  readonly profiles: readonly Profile[];
  readonly profileOf: readonly number[];
}
