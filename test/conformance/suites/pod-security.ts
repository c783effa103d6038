// Kubernetes' own cases of the Pod Security Standards: bare, and lifted into every kind that holds a pod.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readPulumiResource } from '../../../policy-pack/model/pulumi-resource.ts';
import { buildStack } from '../../../policy-pack/model/stack.ts';
import { evaluate } from '../../../policy-pack/rules/evaluate.ts';
import { standardRules } from '../../../policy-pack/rules/pod-security/standards.ts';
import { stackPolicy } from '../../../policy-pack/rules/stack-policy.ts';
import type { Suite } from '../suite.ts';

interface Case {
  readonly level: string;
  readonly version: string;
  readonly expect: 'pass' | 'fail';
  readonly reportedBy: string | null;
  readonly file: string;
  readonly pod: { readonly metadata: object; readonly spec: object };
}

type Lift = readonly [type: string, body: (pod: Case['pod']) => object];

const template: Lift[1] = ({ metadata, spec }) => ({ spec: { template: { metadata, spec } } });

/** Pulumi's type tokens, so that patches and custom resources come as they really do. */
const lifts: readonly Lift[] = [
  ['kubernetes:core/v1:Pod', ({ metadata, spec }) => ({ metadata, spec })],
  ['kubernetes:apps/v1:Deployment', template],
  ['kubernetes:apps/v1:StatefulSet', template],
  ['kubernetes:apps/v1:DaemonSet', template],
  ['kubernetes:apps/v1:ReplicaSet', template],
  ['kubernetes:core/v1:ReplicationController', template],
  ['kubernetes:batch/v1:Job', template],
  ['kubernetes:batch/v1:CronJob', (pod) => ({ spec: { jobTemplate: template(pod) } })],
  ['kubernetes:core/v1:PodTemplate', ({ metadata, spec }) => ({ template: { metadata, spec } })],
  ['kubernetes:apps/v1:DeploymentPatch', template],
  ['kubernetes:apps/v1:StatefulSetPatch', template],
  ['kubernetes:core/v1:PodPatch', ({ metadata, spec }) => ({ metadata, spec })],
  ['kubernetes:batch/v1:CronJobPatch', (pod) => ({ spec: { jobTemplate: template(pod) } })],
  ['kubernetes:example.org/v1:Fleet', (pod) => ({ spec: { ships: [{ crew: { template: pod } }] } })],
  ['kubernetes:argoproj.io/v1alpha1:Rollout', template],
];

export const suite: Suite = {
  name: 'pod-security',
  run: async (folder) => {
    const cases: readonly Case[] = gunzipSync(readFileSync(join(folder, 'cases.ndjson.gz')))
      .toString('utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const failures: string[] = [];
    let passed = 0;
    let lifted = 0;
    for (const one of cases) {
      const wrong = lifts.flatMap(([type, body]) => mistake(one, type, body(one.pod)));
      lifted += lifts.length - 1 - wrong.filter(([type]) => type !== 'kubernetes:core/v1:Pod').length;
      if (wrong.length === 0) passed += 1;
      for (const [type, text] of wrong) failures.push(`${one.file} as ${type}: ${text}`);
    }
    const all = cases.length * (lifts.length - 1);
    console.log(`pod-security: lifted into ${lifts.length - 1} other types ${lifted}/${all}`);
    return { passed, total: cases.length, failures };
  },
};

function mistake(one: Case, type: string, inputs: object): readonly (readonly [string, string])[] {
  const read = readPulumiResource({ urn: `urn:pulumi:s::p::${type}::case`, type, inputs });
  if (read.kind !== 'resource') return [[type, `read as ${read.kind}`]];
  const policy = stackPolicy(new Map([['stack.podSecurity', { level: one.level, version: one.version }]]));
  const { findings, blind } = evaluate(buildStack([read.resource]), policy, { rules: standardRules });
  if (blind.length > 0) return [[type, `unknown: ${blind.map((finding) => finding.message).join('; ')}`]];
  const checks = findings.flatMap(({ details }) => (details.kind === 'fact' ? [details.check ?? ''] : []));
  if (one.expect === 'pass') {
    return checks.length === 0 ? [] : [[type, `expected a pass, got ${checks.join(', ')}`]];
  }
  return checks.includes(one.reportedBy ?? '')
    ? []
    : [[type, `expected ${one.reportedBy}, got ${checks.join(', ') || 'a pass'}`]];
}
