// Whether a security group or firewall stands before containers, before something else, or nobody can tell.

import { describeForeign } from '../../../model/foreign.ts';
import { usersOf, uses } from '../../../model/references.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Stack } from '../../../model/stack.ts';
import { containersOf, type Standing } from './containers.ts';
import { standingOfFirewall } from './google-firewall.ts';

const group = 'aws:ec2/securityGroup:SecurityGroup';
const azureGroup = 'azure-native:network:NetworkSecurityGroup';

/** Where a group stands: one of its rules stands where the group does. */
export function standingOf(stack: Stack, resource: Resource): Standing {
  switch (resource.kind) {
    case 'gcp:compute/firewall:Firewall':
      return standingOfFirewall(stack, resource);
    case 'azure-native:network:SecurityRule':
      return ofRule(stack, uses(stack, resource, 'networkSecurityGroupName', [azureGroup]), ofAzureGroup);
    case azureGroup:
      return ofAzureGroup(stack, resource);
    case 'aws:ec2/securityGroupRule:SecurityGroupRule':
    case 'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule':
      return ofRule(stack, uses(stack, resource, 'securityGroupId', [group]), ofGroup);
    default:
      return ofGroup(stack, resource);
  }
}

function ofRule(
  stack: Stack,
  owners: readonly Resource[],
  standing: (stack: Stack, owner: Resource) => Standing,
): Standing {
  const [owner] = owners;
  return owner === undefined ? { kind: 'untold' } : standing(stack, owner);
}

/** What a security group may stand before that runs no containers. */
const noContainers =
  /^aws:(?:rds|docdb|neptune|elasticache|memorydb|redshift|opensearch|msk|mq|dms|lb|alb|elb|efs|fsx)\/|^aws:ec2\/vpcEndpoint:/;
const templates = /^aws:ec2\/launch(?:Template|Configuration):/;

function ofGroup(stack: Stack, owner: Resource): Standing {
  const users = usersOf(stack, owner)
    .map(({ user }) => user)
    .filter(({ kind }) => !/^aws:(?:ec2|vpc)\/(?:defaultSecurityGroup|securityGroup\w*):/.test(kind));
  const { runners } = containersOf(stack);
  const behind = users.flatMap((user) =>
    templates.test(user.kind) ? [user, ...usersOf(stack, user).map((use) => use.user)] : [user],
  );
  const runner = behind.find((one) => runners.includes(one));
  if (runner !== undefined) return { kind: 'containers', whose: describeForeign(runner) };
  const isOther = users.length > 0 && users.every(({ kind }) => noContainers.test(kind));
  return { kind: isOther ? 'others' : 'untold' };
}

function ofAzureGroup(stack: Stack, owner: Resource): Standing {
  const users = usersOf(stack, owner).map(({ user }) => user);
  const subnets = users.filter(({ kind }) => /^azure-native:network:(?:Subnet|VirtualNetwork)$/.test(kind));
  const { subnets: ours, runners, complete } = containersOf(stack);
  const own = subnets.find((one) => ours.has(one));
  if (own !== undefined) return { kind: 'containers', whose: describeForeign(own) };
  const isOther = subnets.length > 0 && runners.length > 0 && complete;
  return { kind: isOther ? 'others' : 'untold' };
}
