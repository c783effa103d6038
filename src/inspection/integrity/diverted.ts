// Programs and libraries that a diversion moved away, where no installed package stands behind it.
import { type Diversion, diversionsOf } from '../../packages/dpkg/diversions.ts';
import type { Finding } from '../../terms/finding.ts';
import type { Inspected } from '../inspector.ts';
import { fileSubject, layerPlace, makeFinding } from '../make-finding.ts';
import { divertedFileRule } from './rules.ts';

const run = /^(?:usr\/)?(?:s?bin|lib(?:32|64|x32|exec)?)\//;

/** One finding a diversion whose place is taken by another file: without one nothing runs in its stead. */
export function divertedFiles({ view, image, packages, survey }: Inspected): readonly Finding[] {
  const { all, fact } = diversionsOf(view);
  if (fact === undefined) return [];
  const isBacked = ({ by, from }: Diversion): boolean =>
    packages.some(({ type, name, files }) => type === 'deb' && name === by && files?.includes(from) === true);
  return all
    .filter((one) => run.test(one.from) && !isBacked(one))
    .flatMap(({ from, to, by }) => {
      const path = survey.locate(from);
      const there = view.entry(path);
      if (there === undefined) return [];
      const whom = by === undefined ? 'the administrator' : `${by}, which does not bring it`;
      return [
        makeFinding(divertedFileRule, {
          subject: fileSubject(path),
          where: layerPlace(image, there.layer, path),
          message: `/${path} stands where the file of a package was diverted to /${to} by ${whom} (/${fact.path}).`,
        }),
      ];
    });
}
