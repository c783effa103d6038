// Which networks reach Azure's file shares: the account's public endpoint and the rules before it.
import { foreignOfKind } from '../../../model/foreign.ts';
import { usersOf, uses } from '../../../model/references.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Stack } from '../../../model/stack.ts';
import { type Observation, sight, violation } from '../../observation.ts';
import type { StackSight } from '../../rule.ts';
import { go, pathOf, type Spot, spotAt, textAt, Unseen } from '../../spot.ts';

const account = 'azure-native:storage:StorageAccount';
const share = 'azure-native:storage:FileShare';

/** One sight an account, and one a share whose account the stack does not hold. */
export function sharesOfAzure(stack: Stack): readonly StackSight[] {
  const accounts = foreignOfKind(stack, account).map((resource) => ({
    resource,
    seen: sight(() => open(spotAt(resource.tree), holdsShares(stack, resource))),
  }));
  const strays = foreignOfKind(stack, share)
    .filter((resource) => uses(stack, resource, 'accountName', [account]).length === 0)
    .map((resource) => ({ resource, seen: sight(() => stray(spotAt(resource.tree))) }));
  return [...accounts, ...strays];
}

/** «FileStorage account can choose Premium»: such an account holds nothing but shares. */
function holdsShares(stack: Stack, resource: Resource): boolean {
  if (textAt(spotAt(resource.tree), 'kind') === 'FileStorage') return true;
  return usersOf(stack, resource).some(
    ({ user, property }) => user.kind === share && property === 'accountName',
  );
}

/**
 * «By default, storage accounts accept connections from clients on any network»:
 * https://learn.microsoft.com/en-us/training/modules/secure-azure-storage-account/5-control-network-access.
 * Of an account without shares only what it says itself counts: keys and tokens guard the rest.
 */
function open(spot: Spot, shares: boolean): readonly Observation[] {
  const endpoint = go(spot, 'publicNetworkAccess');
  const access = textAt(endpoint);
  if (access === 'Disabled') return [];
  if (access !== undefined && access !== 'Enabled')
    throw new Unseen(pathOf(endpoint), `what ${access} lets in is said elsewhere`);
  const place = go(spot, 'networkRuleSet', 'defaultAction');
  const action = textAt(place) ?? (shares ? 'Allow' : 'Deny');
  if (action === 'Deny') return [];
  const what = shares ? 'the file shares of the account' : 'the account';
  return [
    violation(place, `every network reaches ${what}`, 'Deny', [{ path: pathOf(place), value: 'Deny' }]),
  ];
}

function stray(spot: Spot): never {
  throw new Unseen(pathOf(go(spot, 'accountName')), 'its storage account is not in the stack');
}
