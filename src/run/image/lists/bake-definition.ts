// A Bake definition, out of HCL or JSON: variables, groups and targets, those of later files over those of earlier ones.
import type { FilePosition } from '../../../terms/errors.ts';
import { readHcl } from './hcl-body.ts';
import type { Definable } from './hcl-evaluation.ts';
import { readTemplateText } from './hcl-expressions.ts';
import type { Body, Expression } from './hcl-syntax.ts';
import { refused } from './refused.ts';

type Attributes = ReadonlyMap<string, Expression>;

export interface Definition {
  /** Written outside all blocks. */
  readonly globals: Attributes;
  /** By name; undefined: without a default. */
  readonly variables: ReadonlyMap<string, Expression | undefined>;
  readonly functions: ReadonlyMap<string, Definable>;
  readonly groups: ReadonlyMap<string, Expression>;
  readonly targets: ReadonlyMap<string, Attributes>;
}

/** Errors: `UserError` with the line. */
export function definitionOfHcl(text: string, file: string): Definition {
  const { attributes, blocks } = readHcl(text, file);
  const named = (type: string): readonly (readonly [string, Body, FilePosition])[] =>
    blocks
      .filter((one) => one.type === type)
      .map(({ labels, body, at }) => {
        const [label] = labels;
        if (label !== undefined && labels.length === 1) return [label, body, at];
        throw refused(at, `a ${type} has one name`, `Write \`${type} "name" {\`.`);
      });
  return mergeDefinitions([
    empty,
    { ...empty, globals: attributes },
    ...named('variable').map(([name, body]) => ({
      ...empty,
      variables: new Map([[name, body.attributes.get('default')]]),
    })),
    ...named('function').map(([name, { attributes: own }, at]) => ({
      ...empty,
      functions: new Map([
        [name, { parameters: parametersOf(own.get('params')), result: own.get('result') ?? nothing(at) }],
      ]),
    })),
    ...named('group').map(([name, body, at]) => ({
      ...empty,
      groups: new Map([[name, body.attributes.get('targets') ?? nothing(at)]]),
    })),
    ...named('target').map(([name, body]) => ({ ...empty, targets: new Map([[name, body.attributes]]) })),
  ]);
}

/** The same in JSON, in whose strings HCL's templates stand; undefined: it is no definition. */
export function definitionOfJson(document: unknown, file: string): Definition | undefined {
  if (!isObject(document) || !isObject(document.target)) return undefined;
  const { variable, group, target, function: _, ...globals } = document;
  const members = (value: unknown): readonly (readonly [string, Record<string, unknown>])[] =>
    Object.entries(isObject(value) ? value : {}).flatMap(([name, one]) =>
      isObject(one) ? [[name, one]] : [],
    );
  const express = (value: unknown): Expression => expressionOf(value, file);
  return {
    globals: new Map(Object.entries(globals).map(([name, value]) => [name, express(value)])),
    variables: new Map(
      members(variable).map(([name, one]) => [
        name,
        one.default === undefined ? undefined : express(one.default),
      ]),
    ),
    functions: new Map(),
    groups: new Map(members(group).map(([name, one]) => [name, express(one.targets ?? [])])),
    targets: new Map(
      members(target).map(([name, one]) => [
        name,
        new Map(Object.entries(one).map(([key, value]) => [key, express(value)])),
      ]),
    ),
  };
}

/** A later target's attributes stand in for an earlier one's of the same name. */
export function mergeDefinitions(all: readonly Definition[]): Definition {
  const targets = new Map<string, Attributes>();
  for (const [name, attributes] of all.flatMap((one) => [...one.targets]))
    targets.set(name, new Map([...(targets.get(name) ?? []), ...attributes]));
  return {
    globals: new Map(all.flatMap((one) => [...one.globals])),
    variables: new Map(all.flatMap((one) => [...one.variables])),
    functions: new Map(all.flatMap((one) => [...one.functions])),
    groups: new Map(all.flatMap((one) => [...one.groups])),
    targets,
  };
}

const empty: Definition = {
  globals: new Map(),
  variables: new Map(),
  functions: new Map(),
  groups: new Map(),
  targets: new Map(),
};

/** Bare words in a list. */
function parametersOf(params: Expression | undefined): readonly string[] {
  return params?.kind === 'list'
    ? params.items.flatMap((one) => (one.kind === 'name' ? [one.name] : []))
    : [];
}

function nothing(at: FilePosition): Expression {
  return { kind: 'list', at, items: [] };
}

function expressionOf(value: unknown, file: string): Expression {
  const at = { file };
  if (typeof value === 'string') return readTemplateText(value, file);
  if (value === null || typeof value === 'number' || typeof value === 'boolean')
    return { kind: 'value', at, value };
  if (Array.isArray(value)) return { kind: 'list', at, items: value.map((one) => expressionOf(one, file)) };
  const entries = Object.entries(isObject(value) ? value : {});
  return {
    kind: 'map',
    at,
    entries: entries.map(([key, one]) => [{ kind: 'value', at, value: key }, expressionOf(one, file)]),
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
