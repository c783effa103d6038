// Joins the gate's own schema with the sections of the rooms above, and takes their values out of a file.
import { z } from 'zod';
import { policySchema } from './policy-schema.ts';
import type { Section } from './section.ts';
import type { Path, Tree } from './yaml-tree.ts';

export interface TakenSection {
  readonly section: Section;
  readonly path: Path;
  readonly value: Tree;
}

/** Splits a file's value: what belongs to the sections, and the rest for the gate's own schema. */
export function takeSections(
  value: Tree,
  sections: readonly Section[],
): { readonly rest: Tree; readonly taken: readonly TakenSection[] } {
  let rest = value;
  const taken: TakenSection[] = [];
  for (const section of sections) {
    const path = section.path.split('.');
    const found = path.reduce<Tree | undefined>(child, rest);
    if (found === undefined) continue;
    taken.push({ section, path, value: found });
    rest = without(rest, path);
  }
  return { rest, taken };
}

/** The whole file's schema, sections included: for the JSON Schema and the reference. */
export function wholeSchema(sections: readonly Section[]): z.ZodType {
  const shape: Record<string, z.ZodType> = { ...policySchema.shape };
  const groups = new Map<string, Record<string, z.ZodType>>();
  for (const { path, schema } of sections) {
    const [group = path, name] = path.split('.');
    if (name === undefined) shape[group] = schema.optional();
    else groups.set(group, { ...groups.get(group), [name]: schema.optional() });
  }
  for (const [group, fields] of groups) {
    const own = group === 'images' ? policySchema.shape.images.unwrap().shape : {};
    const description = policySchema.shape.images.description ?? group;
    shape[group] = z
      .strictObject({ ...own, ...fields })
      .optional()
      .describe(group === 'images' ? description : `The ${group} gate.`);
  }
  return z.strictObject(shape).describe(policySchema.description ?? '');
}

function isMapping(value: Tree | undefined): value is { readonly [key: string]: Tree } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function child(value: Tree | undefined, key: string): Tree | undefined {
  return isMapping(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function without(value: Tree, [key, ...deeper]: readonly string[]): Tree {
  if (!isMapping(value) || key === undefined) return value;
  const entries = Object.entries(value).flatMap(([name, inner]): [string, Tree][] => {
    if (name !== key) return [[name, inner]];
    if (deeper.length === 0) return [];
    const left = without(inner, deeper);
    return isMapping(left) && Object.keys(left).length === 0 ? [] : [[name, left]];
  });
  return Object.fromEntries(entries);
}
