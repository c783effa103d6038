// Programs of the clouds in short, as a first preview, a later preview and a state know them.
import { readPulumiList } from '../../../policy-pack/model/pulumi-stack.ts';
import { buildStack, type Stack } from '../../../policy-pack/model/stack.ts';
import { readState } from '../../../policy-pack/model/state.ts';

/** Text that stands for a value computed later in what the engine tells a policy. */
const unknownText = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

/** `{ $of: 'nat', property: 'id' }` is a property of another resource of the program. */
export interface Part {
  readonly name: string;
  readonly type: string;
  readonly inputs: { readonly [property: string]: unknown };
  readonly id: string;
  readonly outputs?: { readonly [property: string]: unknown };
}

export const of = (name: string, property = 'id') => ({ $of: name, property });

export const views = ['first preview', 'later preview', 'state'] as const;
export type View = (typeof views)[number];

export function stackOfCloud(view: View, parts: readonly Part[]): Stack {
  const byName = new Map(parts.map((part) => [part.name, part]));
  const urnOf = ({ name, type }: Part): string => `urn:pulumi:dev::shop::${type}::${name}`;
  const target = (reference: { readonly $of: string }): Part => {
    const part = byName.get(reference.$of);
    if (part === undefined) throw new Error(`no resource ${reference.$of}`);
    return part;
  };
  const looked = (reference: { readonly $of: string; readonly property: string }): unknown => {
    if (view === 'first preview') return unknownText;
    const part = target(reference);
    return reference.property === 'id' ? part.id : part.outputs?.[reference.property];
  };
  const filled = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(filled);
    if (isReference(value)) return looked(value);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filled(item)]));
  };
  const sources = (value: unknown): readonly string[] => {
    if (isReference(value)) return [urnOf(target(value))];
    return typeof value === 'object' && value !== null ? Object.values(value).flatMap(sources) : [];
  };
  const records = parts.map((part) => ({
    urn: urnOf(part),
    type: part.type,
    inputs: filled(part.inputs),
    dependsOn: sources(part.inputs),
    cameFrom: new Map(Object.entries(part.inputs).map(([key, value]) => [key, sources(value)])),
    ...(view === 'later preview' && { outputs: () => part.outputs ?? {} }),
  }));
  if (view === 'state') {
    const resources = records.map(({ urn, type, inputs }, index) => {
      const { id, outputs = {} } = parts[index] ?? {};
      return { urn, type, custom: true, id, inputs, outputs };
    });
    const { foreign } = readState({ version: 3, deployment: { resources } }, 'state.json');
    return buildStack([], [], foreign);
  }
  return buildStack([], [], readPulumiList(records).foreign);
}

function isReference(value: unknown): value is { readonly $of: string; readonly property: string } {
  return typeof value === 'object' && value !== null && '$of' in value;
}
