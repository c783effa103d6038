// Resources that a stack holds more than once, such as a base and its overlays read from one folder.
import { describePlace } from '../../../policy-pack/model/position.ts';
import { describeResource, type Resource, typeName } from '../../../policy-pack/model/resource.ts';
import type { Stack } from '../../../policy-pack/model/stack.ts';

/** Warnings told at most; the last says how many more there are. */
const most = 5;

/** One sentence a resource of manifests; a program's may go to different clusters. */
export function writtenTwice({ resources }: Stack): readonly string[] {
  const named = resources.filter(
    ({ nameKnown, patch, namespace, source }) =>
      nameKnown && !patch && namespace !== undefined && source.kind === 'file',
  );
  const groups = [...Map.groupBy(named, identityOf).values()].filter((same) => same.length > 1);
  const told = groups
    .map((same) => ({
      name: same[0] === undefined ? '' : describeResource(same[0]),
      places: same.map((one) => describePlace(one)).sort(),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(
      ({ name, places }) =>
        `${name} stands in ${places.join(' and ')}: a cluster keeps one of them, and each was judged.`,
    );
  const more = told.length - most;
  return more > 0
    ? [...told.slice(0, most), `${more} more resources stand in the stack more than once.`]
    : told;
}

function identityOf(resource: Resource): string {
  return `${typeName(resource)} ${resource.namespace ?? ''}/${resource.name}`;
}
