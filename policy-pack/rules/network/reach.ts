// The connections of a stack as the network rules ask for them: computed once, nothing taken for granted.
import type { Family } from '../../reach/addresses.ts';
import { type Reachability, reachability } from '../../reach/reachability.ts';
import { perStack } from '../per-stack.ts';
import type { RuleContext } from '../rule.ts';

export type NetworkContext = Pick<RuleContext, 'stack' | 'policy'>;

/** What is made of a stack for the families of its cluster, made once for each of them. */
export function perFamilies<T>(
  make: (context: NetworkContext, families: readonly Family[]) => T,
): (context: NetworkContext) => T {
  const known = perStack(() => new Map<string, { readonly value: T }>());
  return (context) => {
    const families = familiesOf(context);
    const own = known(context.stack);
    const found = own.get(families.join()) ?? { value: make(context, families) };
    own.set(families.join(), found);
    return found.value;
  };
}

/** Families of addresses that the cluster has, by the policy file: both unless it says less. */
export function familiesOf({ policy }: NetworkContext): readonly Family[] {
  return ([4, 6] as const).filter((family) => policy.network.ipFamilies.includes(`IPv${family}`));
}

/** What plug-ins handle differently is only perhaps allowed. */
export const reachOf: (context: NetworkContext) => Reachability = perFamilies(({ stack }, families) =>
  reachability(stack, { strict: true, families, podFamilies: families }),
);
