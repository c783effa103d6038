// Whether the package databases can be trusted as a yardstick: written by an installation, and with digests at all.
import type { ImageView } from '../../image/view.ts';
import { infoFolder, statusPath } from '../../packages/dpkg/analyzer.ts';
import { dpkgSumsAnalyzer } from '../../packages/dpkg/sums.ts';
import { isVerifiedPath } from '../../packages/verified-paths.ts';
import type { Finding } from '../../terms/finding.ts';
import type { Inspected, Judged } from '../inspector.ts';
import { fileSubject, layerPlace, makeFinding } from '../make-finding.ts';
import { rewrittenDatabaseRule, unverifiedRule } from './rules.ts';
import type { Verified } from './verify.ts';

export function judgeDatabases(inspected: Inspected, verified: Verified): Judged {
  const findings = [
    ...rewritten(inspected),
    ...withoutDigests(inspected, verified),
    ...unreadFiles(inspected, verified),
  ];
  return { findings, refusals: [] };
}

/** dpkg writes `status` whenever it writes the files beside it: a layer that has only the latter was made by hand. */
function rewritten({ view, image }: Inspected): readonly Finding[] {
  const facts = view.facts(dpkgSumsAnalyzer.id);
  const installing = new Set(facts.filter(({ path }) => path === statusPath).map(({ layer }) => layer));
  return facts
    .filter(({ path, layer, visible }) => visible && path.startsWith(infoFolder) && !installing.has(layer))
    .map(({ path, layer }) =>
      makeFinding(rewrittenDatabaseRule, {
        subject: fileSubject(path),
        where: layerPlace(image, layer, path),
        message: `Layer ${layer} writes /${path}, but no installation: its digests are not the package's.`,
      }),
    );
}

function withoutDigests(
  { view, image, packages, survey }: Inspected,
  { owners }: Verified,
): readonly Finding[] {
  return packages
    .filter(({ type, name }) => (type === 'deb' || type === 'rpm' || type === 'apk') && !owners.has(name))
    .flatMap(({ name, layer, path, files = [] }) => {
      const checked = files.filter(
        (file) => !file.startsWith('etc/') && isVerifiedPath(file) && isFile(view, survey.locate(file)),
      );
      const [first] = checked;
      if (first === undefined) return [];
      return [
        makeFinding(unverifiedRule, {
          subject: name,
          where: layerPlace(image, layer, path),
          message: `The database has no digests of the ${checked.length} files of ${name}, such as /${first}.`,
        }),
      ];
    });
}

function unreadFiles({ image }: Inspected, { unread }: Verified): readonly Finding[] {
  return [...Map.groupBy(unread, ({ owner }) => owner)].flatMap(([owner, files]) => {
    const [first] = files;
    if (first === undefined) return [];
    return [
      makeFinding(unverifiedRule, {
        subject: owner,
        where: layerPlace(image, first.layer, first.database),
        message: `${files.length} files of ${owner}, such as /${first.path}, lie where files are not held against digests.`,
      }),
    ];
  });
}

function isFile(view: ImageView, path: string): boolean {
  const entry = view.entry(path)?.entry;
  return entry?.type === 'file' && entry.size > 0;
}
