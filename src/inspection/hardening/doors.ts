// Files that mean something by being there, found in the one pass over an image.
import type { VisibleEntry } from '../../image/view.ts';
import type { Finding } from '../../terms/finding.ts';
import type { Inspected } from '../inspector.ts';
import { fileSubject, layerPlace, makeFinding } from '../make-finding.ts';
import { knownPaths } from './known-paths.ts';
import { hardeningRules } from './rules.ts';

export function judgeKnownPaths({ survey, image }: Inspected): readonly Finding[] {
  return survey.known.flatMap(({ entry, layer }) =>
    knownPaths
      .filter(({ path }) => path.test(entry.path))
      .map(({ rule, what }) =>
        makeFinding(rule, {
          subject: fileSubject(entry.path),
          where: layerPlace(image, layer, entry.path),
          message: `/${entry.path} is ${what}.`,
        }),
      ),
  );
}

const managers: readonly (readonly [RegExp, string])[] = [
  [/^var\/(?:cache|lib)\/apt\//, 'apt'],
  [/^(?:var\/cache|etc)\/apk\//, 'apk'],
  [/^var\/cache\/(?:dnf|yum|zypp)\//, 'dnf, yum or zypper'],
  [/\/\.npm\//, 'npm'],
  [/\/\.cache\/pip\//, 'pip'],
  [/./, 'a package manager'],
];

/** One finding a package manager and layer. */
export function judgeCaches({ survey, image }: Inspected): readonly Finding[] {
  const named = survey.caches.map((file) => ({
    file,
    manager: managers.find(([path]) => path.test(file.entry.path))?.[1] ?? '',
  }));
  const groups = Map.groupBy(named, ({ file, manager }) => `${file.layer} ${manager}`);
  return [...groups.values()].flatMap((members): Finding[] => {
    const [first] = members;
    if (first === undefined) return [];
    const bytes = members.reduce((sum, { file }) => sum + file.entry.size, 0);
    return [cacheFinding(image, first.file, first.manager, members.length, bytes)];
  });
}

function cacheFinding(
  image: Inspected['image'],
  { entry, layer }: VisibleEntry,
  manager: string,
  count: number,
  bytes: number,
): Finding {
  const folder = entry.path.slice(0, entry.path.lastIndexOf('/'));
  return makeFinding(hardeningRules.packageCache, {
    subject: fileSubject(folder),
    where: layerPlace(image, layer, entry.path),
    message: `The cache of ${manager} was left in /${folder}: ${count} files, ${bytes} bytes.`,
    actual: `${bytes} bytes`,
  });
}
