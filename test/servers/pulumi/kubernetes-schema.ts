// As much of the provider's schema as a YAML program of the tests needs: its language host asks for types and constants.

const anything = { $ref: 'pulumi.json#/Any' };

function resource(apiVersion: string, kind: string): object {
  const own = {
    apiVersion: { type: 'string', const: apiVersion },
    kind: { type: 'string', const: kind },
    metadata: anything,
    spec: anything,
  };
  return { inputProperties: own, properties: { ...own, status: anything }, required: Object.keys(own) };
}

export const kubernetesSchema = {
  name: 'kubernetes',
  version: '4.34.2',
  meta: { moduleFormat: '(.*)' },
  resources: { 'kubernetes:apps/v1:Deployment': resource('apps/v1', 'Deployment') },
};
