// What an expression of a Bake file comes to; only what is asked for is worked out.
import type { FilePosition } from '../../../terms/errors.ts';
import { functions } from './hcl-functions.ts';
import type { Expression, Value } from './hcl-syntax.ts';
import { printed, refused } from './refused.ts';

/** The value behind a name. Errors: `UserError` for one that nobody gave. */
export type LookUp = (name: string, at: FilePosition) => Value;

/** A function of the file's own. */
export interface Definable {
  readonly parameters: readonly string[];
  readonly result: Expression;
}

export interface Scope {
  readonly lookUp: LookUp;
  readonly functions: ReadonlyMap<string, Definable>;
  /** How many functions of the file's own are at work. */
  readonly calls?: number;
  /** Of the whole file; it goes down as expressions are worked out. */
  readonly allowance: { steps: number };
}

const callCeiling = 64;
/** Names and functions that double what they are given reach any number in a few lines. */
export const stepCeiling = 250_000;
/** Characters of a text, items of a list. */
const lengthCeiling = 8192;

/** Errors: `UserError` with the line of what is not read. */
export function evaluate(expression: Expression, scope: Scope): Value {
  const { at, kind } = expression;
  scope.allowance.steps -= 1;
  if (scope.allowance.steps < 0) throw refused(at, 'it takes too many steps to work out', printed);
  const value = resultOf(expression, scope);
  const length = typeof value === 'string' || Array.isArray(value) ? value.length : 0;
  if (kind !== 'value' && length > lengthCeiling)
    throw refused(at, `a text or list is longer than ${lengthCeiling}`, printed);
  return value;
}

function resultOf(expression: Expression, scope: Scope): Value {
  const { at } = expression;
  const of = (one: Expression): Value => evaluate(one, scope);
  const truth = (one: Expression): boolean => {
    const value = of(one);
    if (typeof value !== 'boolean')
      throw refused(one.at, `${told(value)} is neither true nor false`, 'Mend the line.');
    return value;
  };
  switch (expression.kind) {
    case 'value':
      return expression.value;
    case 'name':
      return scope.lookUp(expression.name, at);
    case 'list':
      return expression.items.map(of);
    case 'map':
      return new Map(expression.entries.map(([key, value]) => [textOf(of(key), key.at), of(value)]));
    case 'template': {
      const [only, ...others] = expression.parts;
      if (only !== undefined && others.length === 0) return of(only);
      return expression.parts.map((part) => textOf(of(part), part.at)).join('');
    }
    case 'member':
      return member(of(expression.of), of(expression.key), at);
    case 'not':
      return !truth(expression.of);
    case 'choice':
      return of(truth(expression.test) ? expression.yes : expression.no);
    case 'operator':
      return operate(expression.sign);
    case 'call': {
      const values = expression.values.map(of);
      const own = scope.functions.get(expression.name);
      if (own !== undefined) return call(own, values);
      const callable = functions.get(expression.name);
      if (callable === undefined) throw refused(at, `the function ${expression.name} is not read`, printed);
      const value = callable(values);
      if (value !== undefined) return value;
      throw refused(at, `${expression.name} does not take these values`, 'Mend the line.');
    }
  }

  function call({ parameters, result }: Definable, values: readonly Value[]): Value {
    const calls = (scope.calls ?? 0) + 1;
    if (calls > callCeiling || values.length !== parameters.length)
      throw refused(
        at,
        'a function is called too deep, or with other values than it takes',
        'Mend the line.',
      );
    const given = new Map(parameters.map((name, index) => [name, values[index] ?? null]));
    const lookUp: LookUp = (name, place) =>
      given.has(name) ? (given.get(name) ?? null) : scope.lookUp(name, place);
    return evaluate(result, { ...scope, lookUp, calls });
  }

  function operate(sign: string): Value {
    if (expression.kind !== 'operator') return null;
    const { left, right } = expression;
    if (sign === '&&') return truth(left) && truth(right);
    if (sign === '||') return truth(left) || truth(right);
    if (sign === '==') return of(left) === of(right);
    if (sign === '!=') return of(left) !== of(right);
    throw refused(at, `the operator ${sign} is not read`, printed);
  }
}

export function textOf(value: Value, at: FilePosition): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw refused(at, `${told(value)} is no text`, 'Mend the line.');
}

/** Texts of a list; an attribute that is not written or null is an empty one. */
export function textsOf(value: Value, at: FilePosition): readonly string[] {
  if (value === null) return [];
  if (!Array.isArray(value)) throw refused(at, `${told(value)} is no list`, 'Write a list.');
  return value.map((one) => textOf(one, at));
}

function member(value: Value, key: Value, at: FilePosition): Value {
  const found =
    value instanceof Map ? value.get(textOf(key, at)) : Array.isArray(value) ? value[Number(key)] : undefined;
  if (found === undefined) throw refused(at, `${told(value)} has no ${told(key)}`, printed);
  return found;
}

function told(value: Value): string {
  if (value instanceof Map) return 'a map';
  if (Array.isArray(value)) return 'a list';
  return JSON.stringify(value);
}
