// egress/fixed-source joins databases with their security groups by what a preview knows: who waits for whom.
import { describe, expect, test } from '@jest/globals';
import { readPulumiResource } from '../../../policy-pack/model/pulumi-resource.ts';
import type { Resource } from '../../../policy-pack/model/resource.ts';
import { buildStack } from '../../../policy-pack/model/stack.ts';
import { evaluate } from '../../../policy-pack/rules/evaluate.ts';
import { rules } from '../../../policy-pack/rules/registry.ts';
import { stackPolicy } from '../../../policy-pack/rules/stack-policy.ts';

/** How the engine writes an unknown text to a policy. */
const unknown = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
const group = 'aws:ec2/securityGroup:SecurityGroup';
const groupRule = 'aws:ec2/securityGroupRule:SecurityGroupRule';
const database = 'aws:rds/instance:Instance';
const urnOf = (type: string): string => `urn:pulumi:dev::shop::${type}::it`;
const odd = { protocol: 'tcp', fromPort: 6000, toPort: 6000, cidrBlocks: ['0.0.0.0/0'] };

function resource(type: string, inputs: object, dependsOn: readonly string[] = []): Resource {
  const read = readPulumiResource({ urn: urnOf(type), type, inputs, dependsOn });
  if (read.kind !== 'foreign' || read.resource === undefined) throw new Error(`${type} is ${read.kind}`);
  return read.resource;
}

function failures(...foreign: readonly Resource[]): number {
  const asked = rules.filter(({ id }) => id === 'egress/fixed-source');
  return evaluate(buildStack([], [], foreign), stackPolicy(new Map()), { rules: asked }).findings.length;
}

const withGroup = resource(database, { vpcSecurityGroupIds: [unknown] }, [urnOf(group)]);
const alone = resource(database, { vpcSecurityGroupIds: [unknown] }, ['urn:pulumi:dev::shop::other::it']);

describe('a security group on a port that no database is known by', () => {
  test('is a database’s where a database of the stack waits for it', () => {
    const open = resource(group, { ingress: [odd] });
    expect(failures(open, withGroup)).toBe(1);
    expect(failures(open, alone)).toBe(0);
    expect(failures(open)).toBe(0);
  });

  test('counts with the rules that stand beside it', () => {
    const rule = resource(groupRule, { ...odd, type: 'ingress', securityGroupId: unknown }, [urnOf(group)]);
    const closed = resource(group, { description: 'db' });
    expect(failures(rule, closed, withGroup)).toBe(1);
    expect(failures(rule, closed, alone)).toBe(0);
  });
});
