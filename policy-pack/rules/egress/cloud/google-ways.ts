// The public addresses of the Cloud NATs before Google's clusters.
import { foreignOfKind } from '../../../model/foreign.ts';
import { uses } from '../../../model/references.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Stack } from '../../../model/stack.ts';
import { containersOf } from './containers.ts';

/** By Cloud NATs of the containers' networks; one for a list of subnetworks counts where it lists theirs. */
export function googleWays(stack: Stack): readonly Resource[] {
  const { subnets, runners } = containersOf(stack);
  const networksOf = (one: Resource): readonly Resource[] =>
    uses(stack, one, 'network', ['gcp:compute/network:Network']);
  const ours = new Set([...runners, ...subnets].flatMap(networksOf));
  return foreignOfKind(stack, 'gcp:compute/routerNat:RouterNat').flatMap((nat) => {
    const routers = uses(stack, nat, 'router', ['gcp:compute/router:Router']);
    if (!routers.flatMap(networksOf).some((network) => ours.has(network))) return [];
    const listed = uses(stack, nat, 'subnetworks', ['gcp:compute/subnetwork:Subnetwork']);
    if (listed.length > 0 && !listed.some((one) => subnets.has(one))) return [];
    // Rules of a NAT send some destinations from other addresses than its own.
    return ['natIps', 'rules'].flatMap((property) =>
      uses(stack, nat, property, ['gcp:compute/address:Address']),
    );
  });
}
