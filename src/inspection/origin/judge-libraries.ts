// Java libraries of which nobody says who published them, and those of them that are the team's own.
import type { FoundPackage } from '../../packages/format.ts';
import { isUnnamed } from '../../packages/unnamed.ts';
import type { Finding } from '../../terms/finding.ts';
import { isLike } from '../../terms/wildcard.ts';
import type { Inspected } from '../inspector.ts';
import { layerPlace, makeFinding } from '../make-finding.ts';
import { withoutVersion } from './package-subject.ts';
import { originRules } from './rules.ts';

const shown = 3;
/** No file's name holds it. */
const between = ' / ';

/** One finding a name and version, wherever it lies; in the place of the first file that holds it. */
export function judgeLibraries({ packages, image }: Inspected): readonly Finding[] {
  const libraries = Map.groupBy(packages.filter(isUnnamed), ({ purl }) => purl);
  return [...libraries.values()].flatMap((copies) => {
    const [first] = copies;
    if (first === undefined) return [];
    const { purl, name, version, layer, path } = first;
    const places = copies.flatMap(placesOf);
    return [
      makeFinding(originRules.unnamedLibrary, {
        subject: withoutVersion(purl),
        where: layerPlace(image, layer, path),
        message: `The Java library ${name} ${version} does not say by which group it was published: ${listed(places)}.`,
        actual: [...new Set(places.map(fileName))].join(between),
      }),
    ];
  });
}

/** `actual`: that of a finding of `judgeLibraries`. Each of its files must be one of the team's. */
export function isOwnLibrary(actual: string, patterns: readonly string[]): boolean {
  return actual.split(between).every((file) => patterns.some((pattern) => isLike(pattern, file)));
}

function placesOf({ places, path }: FoundPackage): readonly string[] {
  return (places ?? [path]).map((place) => `/${place}`);
}

function listed(places: readonly string[]): string {
  const more = places.length > shown ? ` and ${places.length - shown} more` : '';
  return `${places.slice(0, shown).join(', ')}${more}`;
}

function fileName(place: string): string {
  return place.slice(place.lastIndexOf('/') + 1);
}
