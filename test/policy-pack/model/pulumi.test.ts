import { describe, expect, test } from '@jest/globals';
import { readPulumiResource } from '../../../policy-pack/model/pulumi-resource.ts';
import { readStack } from '../../../policy-pack/model/read-stack.ts';
import { describeResource } from '../../../policy-pack/model/resource.ts';
import { isState, readState } from '../../../policy-pack/model/state.ts';
import { readTypeToken } from '../../../policy-pack/model/type-token.ts';

const urn = (type: string, name: string): string => `urn:pulumi:dev::shop::${type}::${name}`;
const computed = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

describe('type tokens', () => {
  test.each([
    ['kubernetes:apps/v1:Deployment', { apiVersion: 'apps/v1', kind: 'Deployment', patch: false }],
    ['kubernetes:core/v1:Pod', { apiVersion: 'v1', kind: 'Pod', patch: false }],
    ['kubernetes:apps/v1:DeploymentPatch', { apiVersion: 'apps/v1', kind: 'Deployment', patch: true }],
    [
      'kubernetes:argoproj.io/v1alpha1:Rollout',
      { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', patch: false },
    ],
  ])('%s', (token, type) => {
    expect(readTypeToken(token)).toEqual({ kind: 'resource', type });
  });

  test.each([
    ['kubernetes:helm.sh/v3:Release', 'opaque'],
    ['kubernetes:helm.sh/v4:Chart', 'component'],
    ['kubernetes:yaml:ConfigFile', 'component'],
    ['kubernetes:yaml/v2:ConfigGroup', 'component'],
    ['kubernetes:kustomize:Directory', 'component'],
    ['aws:s3/bucket:Bucket', 'foreign'],
    ['pulumi:providers:kubernetes', 'foreign'],
  ])('%s is %s', (token, kind) => {
    expect(readTypeToken(token).kind).toBe(kind);
  });
});

describe('live resources', () => {
  test('an unknown name keeps the logical one, an unknown namespace is not default', () => {
    const type = 'kubernetes:apps/v1:Deployment';
    const read = readPulumiResource({
      urn: urn(type, 'web'),
      type,
      inputs: { metadata: { name: computed, namespace: computed } },
    });
    if (read.kind !== 'resource') throw new Error(read.kind);
    expect([read.resource.name, read.resource.nameKnown, read.resource.namespace]).toEqual([
      'web',
      false,
      undefined,
    ]);
  });

  test('a list of resources is not seen; a custom kind whose name ends so is', () => {
    const meaning = (type: string, inputs: object) =>
      readPulumiResource({ urn: `urn:pulumi:d::p::${type}::x`, type, inputs }).kind;
    expect(meaning('kubernetes:core/v1:PodList', { items: [{ spec: { hostPID: true } }] })).toBe('opaque');
    expect(meaning('kubernetes:edge.example/v1:AllowList', { spec: { addresses: [] } })).toBe('resource');
  });

  test('empty inputs, as an unknown provider gives, are unknown and not absent', () => {
    const type = 'kubernetes:core/v1:Pod';
    const read = readPulumiResource({ urn: urn(type, 'web'), type, inputs: {}, dependsOn: ['urn:cluster'] });
    if (read.kind !== 'resource') throw new Error(read.kind);
    expect(read.resource.namespace).toBeUndefined();
  });
});

describe('states', () => {
  const resources = [
    { urn: urn('pulumi:pulumi:Stack', 'dev'), type: 'pulumi:pulumi:Stack' },
    { urn: urn('acme:Shop', 'shop'), type: 'acme:Shop', parent: urn('pulumi:pulumi:Stack', 'dev') },
    {
      urn: urn('kubernetes:core/v1:Pod', 'web'),
      type: 'kubernetes:core/v1:Pod',
      parent: urn('acme:Shop', 'shop'),
      inputs: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web-1' } },
    },
    { urn: urn('kubernetes:core/v1:Pod', 'old'), type: 'kubernetes:core/v1:Pod', delete: true, inputs: {} },
    {
      urn: urn('kubernetes:helm.sh/v3:Release', 'redis'),
      type: 'kubernetes:helm.sh/v3:Release',
      inputs: { chart: 'redis' },
    },
  ];

  test.each([
    ['an export', { version: 3, deployment: { resources } }],
    ['a checkpoint', { version: 3, checkpoint: { latest: { resources } } }],
  ])('%s gives resources with their parents, and what is opaque', (_, json) => {
    expect(isState(json)).toBe(true);
    const state = readState(json, 'state.json');
    expect(state.resources.map(describeResource)).toEqual(['Pod default/web-1']);
    expect(state.resources[0]?.source).toEqual({
      kind: 'urn',
      urn: urn('kubernetes:core/v1:Pod', 'web'),
      parents: [urn('acme:Shop', 'shop'), urn('pulumi:pulumi:Stack', 'dev')],
    });
    expect(state.opaque.map((thing) => thing.what)).toEqual(['kubernetes:helm.sh/v3:Release']);
  });

  test('a chart without children and a reference to another stack are opaque; a chart with children is not', () => {
    const chart = 'kubernetes:helm.sh/v4:Chart';
    const list = [
      { urn: urn(chart, 'empty'), type: chart },
      { urn: urn(chart, 'full'), type: chart },
      {
        urn: urn('kubernetes:core/v1:Pod', 'in'),
        type: 'kubernetes:core/v1:Pod',
        parent: urn(chart, 'full'),
        inputs: { metadata: { name: 'in' } },
      },
      { urn: urn('pulumi:pulumi:StackReference', 'infra'), type: 'pulumi:pulumi:StackReference', inputs: {} },
    ];
    const state = readState({ version: 3, deployment: { resources: list } }, 'state.json');
    expect(state.opaque.map(({ source }) => source.kind === 'urn' && source.urn)).toEqual([
      urn(chart, 'empty'),
      urn('pulumi:pulumi:StackReference', 'infra'),
    ]);
    expect(state.resources).toHaveLength(1);
  });

  test('what the program only reads is judged by what the provider answered; what an update broke off is not seen', () => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'a', namespace: 'x' },
      spec: { hostPID: true },
    };
    const urn = (name: string): string => `urn:pulumi:d::p::kubernetes:core/v1:Pod::${name}`;
    const type = 'kubernetes:core/v1:Pod';
    const making = (name: string) => ({ type: 'creating', resource: { urn: urn(name), type, inputs: pod } });
    const state = readState(
      {
        version: 3,
        deployment: {
          resources: [
            { urn: urn('read'), type, custom: true, external: true, inputs: {}, outputs: pod },
            { urn: urn('made'), type, custom: true, inputs: pod, outputs: pod },
          ],
          pending_operations: [
            making('half'),
            making('made'),
            { type: 'deleting', resource: { urn: urn('gone'), type, inputs: pod } },
            {
              type: 'creating',
              resource: { urn: 'urn:pulumi:d::p::aws:s3/bucket:Bucket::b', type: 'aws:s3/bucket:Bucket' },
            },
          ],
        },
      },
      'state.json',
    );
    expect(state.resources.map(({ namespace, tree }) => [namespace, tree])).toEqual([
      ['x', pod],
      ['x', pod],
    ]);
    expect(state.opaque.map(({ reason, source }) => [source.kind === 'urn' && source.urn, reason])).toEqual([
      [urn('half'), 'an update ended while it was made: run `pulumi refresh`'],
    ]);
  });

  test('other JSON is no state', () => {
    expect(isState({ apiVersion: 'v1' })).toBe(false);
    expect(() => readState({ resources: [] }, 'x.json')).toThrow('x.json is no Pulumi state');
  });

  test('a format newer than what is read is refused, and a state that was cut is told to be', () => {
    const state = { version: 5, deployment: { resources: [] } };
    expect(() => readState(state, 'x.json')).toThrow('version 5, and 4 is the newest');
    expect(() => readState({ ...state, version: 4 }, 'x.json')).not.toThrow();
    const cut = JSON.stringify(state, undefined, 2).slice(0, -6);
    expect(() => readStack([{ file: 's.json', text: cut }])).toThrow(
      /^s\.json is no whole JSON: .* 4 lines$/,
    );
  });
});

test('a state of a hundred and fifty thousand resources is read whole', () => {
  const type = 'aws:s3/bucket:Bucket';
  const resources = Array.from({ length: 150_000 }, (_, index) => ({
    urn: `urn:pulumi:dev::shop::${type}::b${index}`,
    type,
    custom: true,
    inputs: {},
  }));
  const text = JSON.stringify({ version: 3, deployment: { resources } });
  expect(readStack([{ file: 'state.json', text }]).foreign).toHaveLength(resources.length);
});
