// Small stacks for tests, from YAML text.
import { readManifests } from '../../../policy-pack/model/manifests.ts';
import { buildStack, type Stack } from '../../../policy-pack/model/stack.ts';
import { listConnections } from '../../../policy-pack/reach/listing.ts';
import { type ReachOptions, reachability } from '../../../policy-pack/reach/reachability.ts';

export const pod = (name: string, labels = `app: ${name}`, extra = ''): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, labels: {${labels}}}\nspec:\n  ${extra}containers:\n  - name: main\n    image: app:1\n    ports: [{name: http, containerPort: 8080}]`;

export const networkPolicy = (name: string, spec: string): string =>
  `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: ${name}}\nspec:\n${spec.replace(/^/gm, '  ')}`;

export function stackOf(...documents: string[]): Stack {
  const { resources, opaque } = readManifests([{ file: 'stack.yaml', text: documents.join('\n---\n') }]);
  return buildStack(resources, opaque);
}

/** `a => b : ports` with short names; unknown rows as `a => b : unknown ports`. */
export function rowsOf(stack: Stack, options: ReachOptions = {}): string[] {
  const short = (name: string): string =>
    name.replace(/^default\/|\[Pod\]|\[External\]/g, '').replace(/\[Pod\]/, '');
  const rows: string[] = [];
  listConnections(reachability(stack, options), ({ source, destination, connection, unknown }) => {
    const pair = `${short(source)} => ${short(destination)}`;
    if (connection !== undefined) rows.push(`${pair} : ${connection}`);
    if (unknown !== undefined) rows.push(`${pair} : unknown ${unknown}`);
  });
  return rows;
}
