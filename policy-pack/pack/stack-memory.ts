// What the engine told of the stack: inputs as each resource was validated, merged with the list at the end.

import { readPulumiList } from '../model/pulumi-stack.ts';
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
      const { resources, opaque, foreign } = readPulumiList(
        listed.map((one) => ({
          urn: one.urn,
          type: one.type,
          inputs: (kept.get(one.urn) ?? one).inputs(),
          parent: one.parent,
          dependsOn: dependenciesOf(one),
          cameFrom: one.propertyDependencies,
          // The final list holds what came out of each resource, as far as that is known.
          outputs: one.inputs,
        })),
      );
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
