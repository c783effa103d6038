// What `docker buildx bake` would build of a definition: groups, inheritance and matrices resolved.
import type { FilePosition } from '../../../terms/errors.ts';
import type { Definition } from './bake-definition.ts';
import { evaluate, type LookUp, type Scope, stepCeiling, textOf, textsOf } from './hcl-evaluation.ts';
import type { Expression, Value } from './hcl-syntax.ts';
import { refused } from './refused.ts';

export interface BakeTarget {
  name(): string;
  readonly at: FilePosition;
  readonly tags: readonly string[];
  /** As text, or by field. */
  readonly outputs: readonly (string | ReadonlyMap<string, Value>)[];
}

/** A variable of the environment. */
export type Environment = ReadonlyMap<string, string>;

/** Combinations of one matrix. */
const matrixCeiling = 1000;

interface Case {
  /** Worked out when somebody asks: it may be made by what is not read here. */
  name(): string;
  readonly attributes: ReadonlyMap<string, Expression>;
  readonly scope: Scope;
}

/** `wanted`: groups and targets; empty: the one called `default`. Errors: `UserError` with the line. */
export function bakeTargets(
  definition: Definition,
  file: string,
  wanted: readonly string[],
  environment: Environment,
): readonly BakeTarget[] {
  const allowance = { steps: stepCeiling };
  const scope: Scope = {
    lookUp: openVariables(definition, environment, allowance),
    functions: definition.functions,
    allowance,
  };
  const names = wanted.length === 0 ? ['default'] : wanted;
  const chosen = names.flatMap((name) => membersOf(name, { file }, []));
  return chosen.map(resolve);

  function casesOf(name: string): readonly Case[] {
    const attributes = definition.targets.get(name);
    if (attributes !== undefined) return expandMatrix(name, attributes, scope);
    for (const [label, one] of definition.targets) {
      const found = one.has('matrix')
        ? expandMatrix(label, one, scope).filter((each) => each.name() === name)
        : [];
      if (found.length > 0) return found;
    }
    return [];
  }

  function membersOf(name: string, at: FilePosition, trail: readonly string[]): readonly Case[] {
    const group = definition.groups.get(name);
    if (group === undefined) {
      const found = casesOf(name);
      if (found.length > 0) return found;
      const example = [...definition.groups.keys(), ...definition.targets.keys()].sort()[0] ?? 'web';
      const fix = `Name what you build behind a #, such as bake:${file}#${example}.`;
      throw refused(at, `there is no group or target ${name}`, fix);
    }
    if (trail.includes(name))
      throw refused(group.at, `the group ${name} contains itself`, 'Mend the groups.');
    const members = textsOf(evaluate(group, scope), group.at);
    return members.flatMap((one) => membersOf(one, group.at, [...trail, name]));
  }

  function resolve(one: Case): BakeTarget {
    const [tags, output] = [attributeOf(one, 'tags', []), attributeOf(one, 'output', [])];
    return {
      name: one.name,
      at: tags?.at ?? output?.at ?? [...one.attributes.values()][0]?.at ?? { file },
      // An empty text is how a condition leaves a tag out.
      tags: tags === undefined ? [] : textsOf(tags.value, tags.at).filter((tag) => tag !== ''),
      outputs: output === undefined ? [] : outputsOf(output.value, output.at),
    };
  }

  /** The target's own, else that of the last parent that has one. */
  function attributeOf(
    { attributes, scope: own }: Case,
    asked: string,
    trail: readonly string[],
  ): { readonly value: Value; readonly at: FilePosition } | undefined {
    const written = attributes.get(asked);
    const value = written === undefined ? null : evaluate(written, own);
    if (written !== undefined && value !== null) return { value, at: written.at };
    const inherits = attributes.get('inherits');
    if (inherits === undefined) return undefined;
    for (const parent of textsOf(evaluate(inherits, own), inherits.at).toReversed()) {
      if (trail.includes(parent)) throw refused(inherits.at, `${parent} inherits itself`, 'Mend `inherits`.');
      const [found, ...others] = casesOf(parent);
      if (found === undefined || others.length > 0)
        throw refused(inherits.at, `what is inherited, ${parent}, is no one target`, 'Mend `inherits`.');
      const inherited = attributeOf(found, asked, [...trail, parent]);
      if (inherited !== undefined) return inherited;
    }
    return undefined;
  }
}

/** One target for each combination; without a matrix, the target itself. */
function expandMatrix(name: string, attributes: Case['attributes'], scope: Scope): readonly Case[] {
  const matrix = attributes.get('matrix');
  const value = matrix === undefined ? null : evaluate(matrix, scope);
  if (matrix === undefined || value === null) return [{ name: () => name, attributes, scope }];
  if (!(value instanceof Map))
    throw refused(matrix.at, `the matrix of ${name} is no map`, 'Write a map of lists.');
  let combinations: readonly ReadonlyMap<string, Value>[] = [new Map()];
  for (const [axis, list] of value) {
    if (!Array.isArray(list)) throw refused(matrix.at, `${axis} of the matrix is no list`, 'Write a list.');
    combinations = combinations.flatMap((one) => list.map((item) => new Map([...one, [axis, item]])));
    if (combinations.length > matrixCeiling)
      throw refused(matrix.at, `the matrix has more than ${matrixCeiling} combinations`, 'Shorten it.');
  }
  const title = attributes.get('name');
  if (title === undefined)
    throw refused(matrix.at, `the matrix of ${name} gives its targets no \`name\``, 'Add one.');
  return combinations.map((one) => {
    const own: Scope = {
      ...scope,
      lookUp: (asked, at) => (one.has(asked) ? (one.get(asked) ?? null) : scope.lookUp(asked, at)),
    };
    return { name: () => textOf(evaluate(title, own), title.at), attributes, scope: own };
  });
}

/** A variable's value is the environment's, as the kind that its default is; else what is written for it. */
function openVariables(
  { globals, variables, functions }: Definition,
  environment: Environment,
  allowance: Scope['allowance'],
): LookUp {
  const trail: string[] = [];
  const lookUp: LookUp = (name, at) => {
    const written = globals.get(name) ?? variables.get(name);
    const given = variables.has(name) ? environment.get(name) : undefined;
    if (written === undefined) {
      if (variables.has(name)) return given ?? '';
      throw refused(at, `nothing is called ${name}`, 'Declare a variable of this name.');
    }
    if (trail.includes(name)) throw refused(at, `${name} needs itself`, 'Mend the variables.');
    trail.push(name);
    const value = evaluate(written, { lookUp, functions, allowance });
    trail.pop();
    return given === undefined ? value : likeDefault(given, value, name, at);
  };
  return lookUp;
}

function likeDefault(given: string, value: Value, name: string, at: FilePosition): Value {
  if (value === null || typeof value === 'string') return given;
  if (typeof value === 'number' && given.trim() !== '' && Number.isFinite(Number(given)))
    return Number(given);
  if (typeof value === 'boolean' && /^(?:1|t|true|0|f|false)$/i.test(given)) return /^[1t]/i.test(given);
  throw refused(
    at,
    `the environment's ${name} (${JSON.stringify(given)}) is no value like its default`,
    'Set another value, or name what `docker buildx bake --print` prints.',
  );
}

function outputsOf(value: Value, at: FilePosition): BakeTarget['outputs'] {
  if (value === null) return [];
  if (!Array.isArray(value)) throw refused(at, 'the output is no list', 'Write a list.');
  return value.map((one) => (one instanceof Map ? one : textOf(one, at)));
}
