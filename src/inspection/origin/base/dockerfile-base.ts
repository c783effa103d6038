// The base by what an image was built from: the FROM of the stage that was built.
import { type Digest, isDigest } from '../../../terms/digest.ts';
import { readDockerfile } from '../../dockerfile.ts';
import type { Dockerfile } from '../../instruction-lines.ts';

export interface BuildBase {
  /** Reference, as written, without a digest. */
  readonly name: string;
  readonly digest?: Digest;
}

/** A stage upon a stage upon a stage. */
const stageCeiling = 100;

/** Undefined: `scratch`, or a name that arguments of the build decide. */
export function baseOfDockerfile({ text, target }: Dockerfile): BuildBase | undefined {
  const values = argumentsBeforeStages(text);
  let from = readDockerfile(text, target)[0];
  for (let stage = 0; from?.name === 'FROM' && stage < stageCeiling; stage++) {
    const name = expand(from.text.replace(/^(?:--\S+ )*/, '').split(' ', 1)[0] ?? '', values);
    if (name === undefined || name === '' || name === 'scratch') return undefined;
    const lower = readDockerfile(text, name)[0];
    const isStage =
      lower !== undefined &&
      lower.line < from.line &&
      / AS (\S+)$/i.exec(lower.text)?.[1]?.toLowerCase() === name.toLowerCase();
    if (!isStage) return splitDigest(name);
    from = lower;
  }
  return undefined;
}

/** Defaults of the arguments that `FROM` may name (Dockerfile reference, «Understand how ARG and FROM interact»). */
function argumentsBeforeStages(text: string): ReadonlyMap<string, string> {
  const [head = ''] = text.split(/^\s*FROM\s/im, 1);
  const found = head.matchAll(/^\s*ARG\s+(\w+)=(?:"([^"\n]*)"|'([^'\n]*)'|(\S+))/gim);
  return new Map(
    [...found].map(([, name = '', double, single, plain]) => [name, double ?? single ?? plain ?? '']),
  );
}

/** Undefined where a value is not in the file. */
function expand(name: string, values: ReadonlyMap<string, string>): string | undefined {
  let isKnown = true;
  const expanded = name.replace(/\$(?:(\w+)|\{(\w+)(?::?-([^}]*))?\})/g, (_, plain, braced, otherwise) => {
    const value = values.get(plain ?? braced) ?? otherwise;
    if (value === undefined) isKnown = false;
    return value ?? '';
  });
  return isKnown && !expanded.includes('$') ? expanded : undefined;
}

function splitDigest(reference: string): BuildBase {
  const [name = '', digest = ''] = reference.split('@');
  return { name, ...(isDigest(digest) ? { digest } : {}) };
}
