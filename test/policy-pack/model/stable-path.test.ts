// A place keeps its name when the lists around it are ordered anew, and two places never share one.
import { describe, expect, test } from '@jest/globals';
import { stablePath } from '../../../policy-pack/model/stable-path.ts';
import type { Tree } from '../../../policy-pack/model/tree.ts';

function namesOf(
  pod: (items: readonly Tree[]) => Tree,
  field: string,
  items: readonly Tree[],
): readonly string[] {
  return items.map((_, index) => stablePath(pod(items), `${field}[${index}]`));
}

function inContainer(list: string): (items: readonly Tree[]) => Tree {
  return (items) => ({ kind: 'Pod', spec: { containers: [{ name: 'app', [list]: items }] } });
}

describe('items of a list', () => {
  test.each<[what: string, make: (items: readonly Tree[]) => Tree, field: string, items: readonly Tree[]]>([
    [
      'mounts of one volume',
      inContainer('volumeMounts'),
      'spec.containers[0].volumeMounts',
      [
        { name: 'data', mountPath: '/a' },
        { name: 'data', mountPath: '/b' },
      ],
    ],
    [
      'one port for two protocols',
      inContainer('ports'),
      'spec.containers[0].ports',
      [{ containerPort: 53 }, { containerPort: 53, protocol: 'UDP' }],
    ],
    [
      'one topology twice',
      (topologySpreadConstraints) => ({ kind: 'Pod', spec: { topologySpreadConstraints } }),
      'spec.topologySpreadConstraints',
      [
        { topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' },
        { topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway' },
      ],
    ],
    [
      'rules of a webhook',
      (webhooks) => ({ kind: 'ValidatingWebhookConfiguration', webhooks }),
      'webhooks',
      [{ name: 'a' }, { name: 'b' }],
    ],
    [
      'steps of a custom resource',
      (steps) => ({ kind: 'Task', spec: { steps } }),
      'spec.steps',
      [{ name: 'a' }, { name: 'b' }],
    ],
  ])('%s', (_what, make, field, items) => {
    const names = namesOf(make, field, items);
    expect(new Set(names).size).toBe(items.length);
    expect(namesOf(make, field, items.toReversed())).toEqual(names.toReversed());
  });

  test('a port that gets a name, and one whose protocol is spelled out, stay what they were', () => {
    const make = inContainer('ports');
    const nameOf = (port: Tree): readonly string[] => namesOf(make, 'spec.containers[0].ports', [port]);
    const before = nameOf({ containerPort: 80 });
    expect(nameOf({ name: 'http', containerPort: 80, protocol: 'TCP' })).toEqual(before);
    expect(nameOf({ name: 'http', containerPort: 81 })).not.toEqual(before);
  });
});
