// Resources as Pulumi knows them (live in a policy, or in a state) → resources of the model.

import { foreignResource } from './foreign.ts';
import { decodePulumiProperties, decodePulumiValue } from './pulumi-values.ts';
import { type Answer, type OpaqueThing, type Resource, resourceOf, type Source } from './resource.ts';
import { Hole, isMap, type Tree } from './tree.ts';
import { readTypeToken } from './type-token.ts';
import { textAt } from './typed.ts';

/** What a policy is told of a resource, or what a state records of it. */
export interface PulumiResource {
  readonly urn: string;
  /** Type token, such as `kubernetes:apps/v1:Deployment`. */
  readonly type: string;
  /** Input properties in wire form: unknowns and secrets marked. `undefined`: none could be seen. */
  readonly inputs: unknown;
  /** URNs from the nearest parent upwards. */
  readonly parents?: readonly string[];
  /** URNs that the inputs depend on, to name what an unknown waits for. */
  readonly dependsOn?: readonly string[];
  /** The same by property; it also says where known values came from. */
  readonly cameFrom?: ReadonlyMap<string, readonly string[]>;
  /** The provider's name for it, in a state. */
  readonly id?: string;
  /** In wire form, asked for when they are needed; absent where none are known. */
  readonly outputs?: () => unknown;
}

export type PulumiMeaning =
  | { readonly kind: 'resource'; readonly resource: Resource }
  | { readonly kind: 'opaque'; readonly thing: OpaqueThing }
  | { readonly kind: 'component' }
  /** Of another provider; absent where it is no resource of a provider at all (`pulumi:…`). */
  | { readonly kind: 'foreign'; readonly resource?: Resource };

/** Reads one resource by its type token; nothing of it is taken for absent when nothing could be seen. */
export function readPulumiResource(from: PulumiResource): PulumiMeaning {
  const meaning = readTypeToken(from.type);
  const source: Source = { kind: 'urn', urn: from.urn, parents: from.parents ?? [] };
  switch (meaning.kind) {
    case 'component':
      return { kind: 'component' };
    case 'foreign':
      if (!isProvided(from.type)) return { kind: 'foreign' };
      return {
        kind: 'foreign',
        resource: {
          ...foreignResource(from.type, logicalName(from.urn), seen(from), source),
          ...(from.cameFrom !== undefined && { cameFrom: from.cameFrom }),
          ...(from.outputs !== undefined && { answer: answerOf(from.outputs(), from) }),
        },
      };
    case 'opaque':
      return {
        kind: 'opaque',
        thing: { what: from.type, reason: meaning.reason, source, ...namespaceOf(from) },
      };
    case 'resource': {
      const tree = seen(from);
      if (/List$/.test(meaning.type.kind) && isMap(tree) && Object.hasOwn(tree, 'items')) {
        const reason = 'a list of resources: make each of them a resource of its own';
        return { kind: 'opaque', thing: { what: from.type, reason, source } };
      }
      const resource = resourceOf(tree, source, meaning.type, logicalName(from.urn));
      if (resource !== undefined) return { kind: 'resource', resource };
      return { kind: 'opaque', thing: { what: from.type, reason: 'its inputs could not be read', source } };
    }
  }
}

function answerOf(outputs: unknown, { id, dependsOn }: PulumiResource): Answer {
  return { ...(id !== undefined && { id }), outputs: decodePulumiValue(outputs, dependsOn) };
}

function namespaceOf(from: PulumiResource): { readonly namespace?: string } {
  const namespace = textAt(decodePulumiValue(from.inputs, from.dependsOn), ['namespace']);
  return namespace.kind === 'known' && namespace.value !== undefined ? { namespace: namespace.value } : {};
}

/** An empty `{}` is what a policy gets of a provider whose configuration is not known yet. */
function seen(from: PulumiResource): Tree {
  const tree = decodePulumiProperties(from.inputs, from.cameFrom, from.dependsOn);
  const empty = tree === null || (isMap(tree) && Object.keys(tree).length === 0);
  return empty ? new Hole('unknown', 'its inputs are not known yet', from.dependsOn) : tree;
}

/** Neither the engine's own nor a component of a program (which has two parts at most). */
function isProvided(type: string): boolean {
  return /^(?!pulumi:|kubernetes:)[\w-]+:[\w/.-]+:\w+$/.test(type);
}

/** Last part of a URN: the name that the program gave. */
export function logicalName(urn: string): string {
  return urn.slice(urn.lastIndexOf('::') + 2);
}
