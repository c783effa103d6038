// What pods can reach outside the cluster, and who lets them.
import type { Rule } from '../rule.ts';
import { rule as allowList } from './allow-list/rule.ts';
import { rule as clusterEndpoint } from './cluster-endpoint/rule.ts';
import { rule as defaultDeny } from './default-deny/rule.ts';
import { rule as dns } from './dns/rule.ts';
import { rule as firewallBypass } from './firewall-bypass/rule.ts';
import { rule as fixedSource } from './fixed-source/rule.ts';
import { rule as metadataEndpoint } from './metadata-endpoint/rule.ts';
import { rule as securityGroup } from './security-group/rule.ts';

export const egressRules: readonly Rule[] = [
  allowList,
  defaultDeny,
  metadataEndpoint,
  dns,
  firewallBypass,
  fixedSource,
  securityGroup,
  clusterEndpoint,
];
