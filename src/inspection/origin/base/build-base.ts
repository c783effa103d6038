// The base by what an image was built from: the last FROM of its Dockerfile, the materials of its provenance.
import { z } from 'zod';
import { fullName } from '../../../oci/full-name.ts';
import { parsePurl } from '../../../packages/purl.ts';
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

const materials = z.array(
  z.object({ uri: z.string(), digest: z.record(z.string(), z.string()).default({}) }),
);
const v02 = z.object({ materials });
const v1 = z.object({ buildDefinition: z.object({ resolvedDependencies: materials }) });

/**
 * By BuildKit's provenance (SLSA 0.2 and 1): the image of the Dockerfile's last `FROM`; without one, the only image that
 * the build used. `predicate` as it was parsed; nobody signed it.
 */
export function baseOfProvenance(predicate: unknown, dockerfile?: Dockerfile): BuildBase | undefined {
  const old = v02.safeParse(predicate).data?.materials;
  const used = old ?? v1.safeParse(predicate).data?.buildDefinition.resolvedDependencies ?? [];
  const images = used.flatMap(({ uri, digest }) => imageOf(uri, digest.sha256) ?? []);
  if (dockerfile === undefined) {
    const [only, ...more] = images.filter(
      ({ name }) => !/(?:^|\/)docker\/dockerfile(?:-upstream)?(?::|$)/.test(name),
    );
    return more.length === 0 ? only : undefined;
  }
  const from = baseOfDockerfile(dockerfile);
  if (from === undefined || from.digest !== undefined) return from;
  return images.find(({ name }) => fullName(name) === fullName(from.name)) ?? from;
}

/** BuildKit writes images as `pkg:docker/NAME@TAG?platform=…`. */
function imageOf(uri: string, sha256: string | undefined): BuildBase | undefined {
  const parsed = parsePurl(uri);
  if (parsed.kind === 'invalid' || parsed.purl.type !== 'docker') return undefined;
  const { namespace, name, version } = parsed.purl;
  const repository = namespace === undefined ? name : `${namespace}/${name}`;
  const digest = `sha256:${sha256}`;
  const isTag = version !== undefined && !version.includes(':');
  return {
    name: isTag ? `${repository}:${version}` : repository,
    ...(isDigest(digest) ? { digest } : {}),
  };
}
