// Databases of other providers and the security groups that stand before them.
import { foreignOfKind } from '../../../model/foreign.ts';
import type { Stack } from '../../../model/stack.ts';
import { holes } from '../../../model/tree.ts';
import { perStack } from '../../per-stack.ts';

const databases = [
  'aws:rds/instance:Instance',
  'aws:rds/cluster:Cluster',
  'aws:docdb/cluster:Cluster',
  'aws:elasticache/cluster:Cluster',
  'aws:elasticache/replicationGroup:ReplicationGroup',
  'aws:redshift/cluster:Cluster',
];

/**
 * URNs that a database of the stack waits for, its security groups among them: at preview a reference by id is a
 * hole that names the resource it will come from.
 */
export const behindDatabases: (stack: Stack) => ReadonlySet<string> = perStack(
  (stack) =>
    new Set(
      foreignOfKind(stack, ...databases).flatMap(({ tree }) =>
        holes(tree)
          .filter(({ path }) => /security_?groups?/i.test(path.join('.')))
          .flatMap(({ hole }) => hole.dependsOn),
      ),
    ),
);
