// What the engine told of the stack: inputs as each resource was validated, merged with the list at the end.

import { readPulumiResource } from '../model/pulumi-resource.ts';
import type { OpaqueThing, Resource } from '../model/resource.ts';
import { buildStack, type Stack } from '../model/stack.ts';
import type { AnalyzedResource } from './wire/requests.ts';

export interface StackMemory {
  /** Keeps the inputs of one validated resource. */
  keep(resource: AnalyzedResource): void;
  /** The stack of the engine's final list; inputs that were kept beat those of the list (it may hold `{}`). */
  build(resources: readonly AnalyzedResource[]): Stack;
}

export function openMemory(): StackMemory {
  const kept = new Map<string, AnalyzedResource>();
  return {
    keep(resource) {
      kept.set(resource.urn, resource);
    },
    build(listed) {
      const parents = new Map(listed.map((one) => [one.urn, one.parent]));
      const resources: Resource[] = [];
      const opaque: OpaqueThing[] = [];
      const foreign: Resource[] = [];
      for (const one of listed) {
        const meaning = readPulumiResource({
          urn: one.urn,
          type: one.type,
          inputs: (kept.get(one.urn) ?? one).inputs(),
          parents: chain(one.urn, parents),
          dependsOn: dependenciesOf(one),
        });
        if (meaning.kind === 'resource') resources.push(meaning.resource);
        else if (meaning.kind === 'opaque') opaque.push(meaning.thing);
        else if (meaning.kind === 'foreign' && meaning.resource !== undefined) foreign.push(meaning.resource);
      }
      return buildStack(resources, opaque, foreign);
    },
  };
}

/** A stack of one resource, for rules that need no other. */
export function stackOfOne(one: AnalyzedResource): Stack {
  const memory = openMemory();
  return memory.build([one]);
}

function dependenciesOf(one: AnalyzedResource): readonly string[] {
  return [...new Set([...[...one.propertyDependencies.values()].flat(), ...one.dependencies])].sort();
}

function chain(urn: string, parents: ReadonlyMap<string, string>): readonly string[] {
  const found: string[] = [];
  for (
    let next = parents.get(urn) ?? '';
    next !== '' && !found.includes(next);
    next = parents.get(next) ?? ''
  ) {
    found.push(next);
  }
  return found;
}
