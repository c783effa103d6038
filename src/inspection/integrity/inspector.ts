// Whether the files of an image are those that its packages installed, and what belongs to no package.
import { dpkgSumsAnalyzer } from '../../packages/dpkg/sums.ts';
import type { FoundPackage } from '../../packages/format.ts';
import type { Finding } from '../../terms/finding.ts';
import type { Inspected, Inspector } from '../inspector.ts';
import { fileSubject, layerPlace, makeFinding } from '../make-finding.ts';
import { foreignArchitecture } from './architecture.ts';
import { judgeDatabases } from './databases.ts';
import { divertedFiles } from './diverted.ts';
import { fileDigestAnalyzer } from './file-digests.ts';
import { changedConfigurationRule, changedFileRule, integrityRules, missingFilesRule } from './rules.ts';
import { unownedExecutables } from './unowned.ts';
import { type ChangedFile, type Verified, verifyFiles } from './verify.ts';

export const integrity: Inspector = {
  id: 'integrity',
  rules: integrityRules,
  analyzers: [fileDigestAnalyzer, dpkgSumsAnalyzer],
  judge(inspected) {
    const verified = verifyFiles(inspected.view, inspected.survey.locate);
    const versions = new Map(inspected.packages.map((one) => [one.name, one]));
    const databases = judgeDatabases(inspected, verified);
    return {
      findings: [
        ...verified.changed.map((one) => changedFinding(inspected, one, versions.get(one.owned.owner))),
        ...missingFindings(inspected, verified),
        ...unownedExecutables(inspected),
        ...divertedFiles(inspected),
        ...databases.findings,
      ],
      refusals: [...databases.refusals, ...foreignArchitecture(inspected)],
    };
  },
};

function changedFinding(
  { image }: Inspected,
  { owned, path, layer, actual }: ChangedFile,
  owner: FoundPackage | undefined,
): Finding {
  const { algorithm, digest, configuration } = owned;
  const name = owner === undefined ? owned.owner : `${owner.name} ${owner.version}`;
  const rule = configuration ? changedConfigurationRule : changedFileRule;
  const what = configuration ? 'configuration file' : 'file';
  return makeFinding(rule, {
    subject: fileSubject(path),
    where: layerPlace(image, layer, path),
    message: `The ${what} /${path} is not as ${name} installed it.`,
    actual: actual.includes(' ') ? actual : `${algorithm}:${actual}`,
    required: `${algorithm}:${digest}`,
  });
}

function missingFindings({ image }: Inspected, { missing }: Verified): readonly Finding[] {
  const byOwner = Map.groupBy(missing, ({ owner }) => owner);
  return [...byOwner].flatMap(([owner, files]): Finding[] => {
    const [first] = files;
    if (first === undefined) return [];
    const more = files.length > 1 ? ` and ${files.length - 1} more` : '';
    return [
      makeFinding(missingFilesRule, {
        subject: owner,
        where: layerPlace(image, first.layer, first.database),
        message: `The package ${owner} is installed, but /${first.path}${more} is missing.`,
        actual: `${files.length} missing`,
      }),
    ];
  });
}
