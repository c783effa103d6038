// Databases of other providers and the security groups that stand before them.
import { usersOf, uses } from '../../../model/references.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Stack } from '../../../model/stack.ts';

const databases =
  /^aws:(?:rds|docdb|neptune|elasticache|memorydb|redshift|opensearch|msk)\/(?:instance|cluster|clusterInstance|replicationGroup|domain):/;

const groups = ['aws:ec2/securityGroup:SecurityGroup', 'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup'];

/** Whether a security group, or the group that a rule belongs to, stands before a database of the stack. */
export function guardsDatabase(stack: Stack, resource: Resource): boolean {
  return [resource, ...uses(stack, resource, 'securityGroupId', groups)].some((one) =>
    usersOf(stack, one).some(({ user }) => databases.test(user.kind)),
  );
}
