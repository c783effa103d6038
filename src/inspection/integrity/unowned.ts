// Executables in the places of the system that no package brought.
import type { VisibleEntry } from '../../image/view.ts';
import type { Finding } from '../../terms/finding.ts';
import type { Inspected } from '../inspector.ts';
import { layerPlace, makeFinding } from '../make-finding.ts';
import { unownedExecutableRule } from './rules.ts';

const systemPlaces = /^(?:usr\/)?(?:s?bin|lib(?:32|64|x32|exec)?)\//;
/** Made by maintainer scripts of packages, not packed in them. */
const generated =
  /^(?:usr\/)?lib(?:64)?\/(?:locale\/|python3\/dist-packages\/|x86_64-linux-gnu\/gconv\/)|\.cache$/;
const listed = 10;

/** One finding a layer; none without a package database, where nothing is owned. */
export function unownedExecutables({ survey, packages, image }: Inspected): readonly Finding[] {
  if (!packages.some(({ files }) => files !== undefined)) return [];
  const unowned = survey.executables.filter(
    ({ entry: { path } }) => systemPlaces.test(path) && !generated.test(path) && !survey.owners.has(path),
  );
  return [...Map.groupBy(unowned, ({ layer }) => layer)]
    .sort(([a], [b]) => a - b)
    .flatMap(([layer, files]) => finding(image, layer, files));
}

function finding(
  image: Inspected['image'],
  layer: number,
  files: readonly VisibleEntry[],
): readonly Finding[] {
  const [first] = files;
  if (first === undefined) return [];
  const bytes = files.reduce((sum, { entry }) => sum + entry.size, 0);
  const names = files.slice(0, listed).map(({ entry }) => `/${entry.path}`);
  const more = files.length > listed ? ` and ${files.length - listed} more` : '';
  return [
    makeFinding(unownedExecutableRule, {
      subject: image.reference,
      where: layerPlace(image, layer, first.entry.path),
      message: `Executables of no package are in layer ${layer}: ${names.join(', ')}${more}.`,
      actual: `${files.length} files, ${bytes} bytes`,
    }),
  ];
}
