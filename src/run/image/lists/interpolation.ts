// Variables in a Compose file (docs.docker.com/reference/compose-file/interpolation): braces, defaults, `$$`.

/** What cannot be filled in. */
export interface Unfilled {
  readonly why: string;
}

export type Filled = { readonly text: string } | Unfilled;

const nestingCeiling = 16;

/** Pure. Compose puts nothing in the place of a variable that is not set; an image would then be another one. */
export function interpolate(text: string, variables: ReadonlyMap<string, string>, depth = 0): Filled {
  if (depth > nestingCeiling) return { why: 'its variables are nested too deep' };
  let done = '';
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at);
    const plain = /^[^$]+/.exec(rest)?.[0] ?? (rest.startsWith('$$') ? '$$' : undefined);
    if (plain !== undefined) {
      done += plain === '$$' ? '$' : plain;
      at += plain.length;
      continue;
    }
    const name = /^\$([A-Za-z_]\w*)/.exec(rest);
    const length = name?.[0].length ?? lengthOfBraces(rest);
    if (length === undefined) return { why: `${rest.slice(0, 20)} is no variable` };
    const filled = fill(name?.[1] ?? rest.slice(2, length - 1), variables, depth);
    if ('why' in filled) return filled;
    done += filled.text;
    at += length;
  }
  return { text: done };
}

/** Inside of the braces. */
function fill(inside: string, variables: ReadonlyMap<string, string>, depth: number): Filled {
  const [, name = '', operator = '', word = ''] =
    /^([A-Za-z_]\w*)(?:(:?[-?+])([\s\S]*))?$/.exec(inside) ?? [];
  if (name === '') return { why: `\${${inside}} is no form of a variable that Compose knows` };
  const value = variables.get(name);
  const isThere = value !== undefined && !(operator.startsWith(':') && value === '');
  const instead = (): Filled => interpolate(word, variables, depth + 1);
  if (operator.endsWith('+')) return isThere ? instead() : { text: '' };
  if (isThere) return { text: value };
  if (operator.endsWith('-')) return instead();
  if (operator === '') return { why: `the variable ${name} is not set` };
  const said = instead();
  return {
    why: `the variable ${name} is required${'text' in said && said.text !== '' ? `: ${said.text}` : ''}`,
  };
}

/** Of `${…}` with what is nested in it; undefined: no such thing, or without an end. */
function lengthOfBraces(text: string): number | undefined {
  if (!text.startsWith('${')) return undefined;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text.startsWith('${', at)) depth += 1;
    else if (text[at] === '}') depth -= 1;
    if (text[at] === '}' && depth === 0) return at + 1;
  }
  return undefined;
}
