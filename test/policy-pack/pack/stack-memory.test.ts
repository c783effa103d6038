// What a preview tells of clouds' resources reaches the joins: where values came from, and what came out.
import { expect, test } from '@jest/globals';
import { usersOf } from '../../../policy-pack/model/references.ts';
import { at } from '../../../policy-pack/model/tree.ts';
import { openMemory } from '../../../policy-pack/pack/stack-memory.ts';

const unknown = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

function told(type: string, inputs: object, from: readonly string[] = [], property = 'allocationId') {
  const urn = `urn:pulumi:dev::shop::${type}::it`;
  const propertyDependencies = new Map([[property, from]]);
  return { type, urn, name: 'it', parent: '', dependencies: [], propertyDependencies, inputs: () => inputs };
}

test.each([unknown, 'eipalloc-1'])('a gateway’s address is joined while its id is %s', (id) => {
  const memory = openMemory();
  const address = told('aws:ec2/eip:Eip', { domain: 'vpc' });
  const gateway = told('aws:ec2/natGateway:NatGateway', { allocationId: id }, [address.urn]);
  memory.keep(address);
  memory.keep(gateway);
  const final = { ...address, inputs: () => ({ domain: 'vpc', publicIp: '52.1.2.3' }) };
  const stack = memory.build([final, gateway]);
  const eip = stack.foreign.find(({ kind }) => kind === 'aws:ec2/eip:Eip');
  if (eip === undefined) throw new Error('no address');
  expect(at(eip.tree, ['publicIp'])).toMatchObject({ value: undefined });
  expect(at(eip.answer?.outputs, ['publicIp'])).toMatchObject({ value: '52.1.2.3' });
  expect(usersOf(stack, eip).map(({ user, property }) => [user.kind, property])).toEqual([
    ['aws:ec2/natGateway:NatGateway', 'allocationId'],
  ]);
});
