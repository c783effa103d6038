// The base by the materials of a build's provenance.
import { z } from 'zod';
import { fullName } from '../../../oci/full-name.ts';
import { parsePurl } from '../../../packages/purl.ts';
import { isDigest } from '../../../terms/digest.ts';
import type { Dockerfile } from '../../instruction-lines.ts';
import { type BuildBase, baseOfDockerfile } from './dockerfile-base.ts';

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
