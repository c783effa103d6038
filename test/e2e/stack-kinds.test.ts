// Pods that no workload of the program makes are seen at a real preview: of files, lists, patches, custom resources, components.
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { rules } from '../../policy-pack/rules/registry.ts';
import { openPulumi } from '../servers/pulumi/cli.ts';
import { dist } from './built.ts';

const place = openPulumi(resolve(import.meta.dirname, 'programs/kinds'));
afterAll(() => place.remove());

test('each of them is refused by name', () => {
  const areas = [...new Set(rules.map(({ id }) => `${id.split('/', 1)[0]}/*: off`))].join(', ');
  place.write(
    'seaworthy.yaml',
    `version: 1\nstack:\n  rules: { ${areas}, pod-security/host-namespaces: block }\n`,
  );
  const { output, code } = place.run(
    'preview',
    '--policy-pack',
    join(dist, 'policy-pack/seaworthy-policy-pack'),
  );
  expect(code).toBe(1);
  const refused = [...output.matchAll(/\[mandatory\].*pod-security-host-namespaces {2}\((\S+): (\S+)\)/g)];
  expect(refused.map(([, type, name]) => `${type} ${name}`).sort()).toEqual([
    'kubernetes:apps/v1:DeploymentPatch patched',
    'kubernetes:argoproj.io/v1alpha1:Rollout rolled',
    'kubernetes:core/v1:Pod shop/filed',
    'kubernetes:core/v1:Pod shop/grouped',
    'kubernetes:core/v1:Pod shop/listed',
    'kubernetes:core/v1:Pod within',
    'kubernetes:kafka.strimzi.io/v1beta2:Kafka brokered',
    'kubernetes:serving.knative.dev/v1:Service served',
  ]);
  expect(output).not.toContain('could be seen');
});
