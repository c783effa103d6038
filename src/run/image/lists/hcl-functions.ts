// The functions that Bake files name images with; all others are refused by name.
import type { Value } from './hcl-syntax.ts';

/** Undefined: the values are not what the function takes. */
type Callable = (values: readonly Value[]) => Value | undefined;

const onTexts =
  (work: (...texts: string[]) => Value | undefined): Callable =>
  (values) => {
    const texts = values.filter((one) => typeof one === 'string');
    return texts.length === values.length && texts.length === work.length ? work(...texts) : undefined;
  };

const onBooleans =
  (work: (...values: boolean[]) => boolean): Callable =>
  (values) => {
    const all = values.filter((one) => typeof one === 'boolean');
    return all.length === values.length && all.length === work.length ? work(...all) : undefined;
  };

function join([separator, list]: readonly Value[]): Value | undefined {
  if (typeof separator !== 'string' || !Array.isArray(list)) return undefined;
  const texts = list.filter((one) => typeof one === 'string');
  return texts.length === list.length ? texts.join(separator) : undefined;
}

/** cty's standard library (github.com/zclconf/go-cty), as far as names of images are made with it. */
export const functions: ReadonlyMap<string, Callable> = new Map<string, Callable>([
  ['and', onBooleans((a, b) => a && b)],
  ['concat', (lists) => (lists.every((one) => Array.isArray(one)) ? lists.flat() : undefined)],
  ['equal', ([a, b]) => a === b],
  ['join', join],
  ['lower', onTexts((text) => text.toLowerCase())],
  ['not', onBooleans((a) => !a)],
  ['notequal', ([a, b]) => a !== b],
  ['or', onBooleans((a, b) => a || b)],
  ['replace', onTexts((text, from, to) => text.replaceAll(from, () => to))],
  ['split', onTexts((separator, text) => text.split(separator))],
  ['trimspace', onTexts((text) => text.trim())],
  ['upper', onTexts((text) => text.toUpperCase())],
]);
