// The NetworkPolicy that closes a namespace by default: as a resource, a manifest and a part of a Pulumi program.
import { type Resource, resourceOf } from '../../model/resource.ts';
import type { Direction } from '../../reach/policy.ts';
import { type EditValue, type PatchTexts, valueTexts } from '../edit.ts';

const apiVersion = 'networking.k8s.io/v1';
const kind = 'NetworkPolicy';

export interface ClosingPolicy {
  readonly resource: Resource;
  readonly texts: PatchTexts;
}

/** https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-policies */
export function closingPolicy(
  namespace: string,
  name: string,
  directions: readonly Direction[],
): ClosingPolicy | undefined {
  const policyTypes = directions.map((one) => (one === 'ingress' ? 'Ingress' : 'Egress'));
  const body: { readonly [key: string]: EditValue } = {
    metadata: { name, namespace },
    spec: { podSelector: {}, policyTypes },
  };
  const file = `${name}.yaml`;
  const { yaml } = valueTexts({ apiVersion, kind, ...body });
  const { typescript } = valueTexts(body);
  const document = { file, text: yaml, firstLine: 1 };
  const resource = resourceOf({ apiVersion, kind, ...body }, { kind: 'file', file, document, prefix: [] });
  if (resource === undefined) return undefined;
  const program = `new k8s.networking.v1.NetworkPolicy("${namespace}-${name}", ${typescript.trimEnd()});\n`;
  return { resource, texts: { yaml, typescript: program } };
}
