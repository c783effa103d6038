// A program that makes its pods in every other way than by a workload of its own: files, lists, patches, custom resources, a component.
import * as k8s from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';

const spec = { hostNetwork: true, containers: [{ name: 'a', image: 'registry.example/a:1' }] };
const pod = (name: string): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'shop' },
  spec,
});

const list = { apiVersion: 'v1', kind: 'List', items: [pod('listed')] };
new k8s.yaml.ConfigGroup('group', { yaml: [JSON.stringify(pod('grouped')), JSON.stringify(list)] });
new k8s.yaml.ConfigFile('file', { file: 'pod.yaml' });
new k8s.apps.v1.DeploymentPatch('patched', {
  metadata: { name: 'patched', namespace: 'shop' },
  spec: { template: { spec: { hostNetwork: true } } },
});
new k8s.apiextensions.CustomResource('rolled', {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Rollout',
  metadata: { name: 'rolled', namespace: 'shop' },
  spec: { template: { spec } },
});
new k8s.apiextensions.CustomResource('served', {
  apiVersion: 'serving.knative.dev/v1',
  kind: 'Service',
  metadata: { name: 'served', namespace: 'shop' },
  spec: { template: { spec } },
});
new k8s.apiextensions.CustomResource('brokered', {
  apiVersion: 'kafka.strimzi.io/v1beta2',
  kind: 'Kafka',
  metadata: { name: 'brokered', namespace: 'shop' },
  spec: { kafka: { template: { pod: { hostNetwork: true } } } },
});

class Site extends pulumi.ComponentResource {
  constructor(name: string) {
    super('shop:web:Site', name);
    new k8s.core.v1.Pod(
      'within',
      { metadata: { name: 'within', namespace: 'shop' }, spec },
      { parent: this },
    );
  }
}
new Site('site');
