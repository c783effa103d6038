// Whose keys package managers trust, and whose keys signed the packages that are installed.
import type { FoundPackage } from '../../packages/format.ts';
import type { Finding } from '../../terms/finding.ts';
import { ownersOf } from '../image-files.ts';
import type { Inspected } from '../inspector.ts';
import { fileSubject, layerPlace, makeFinding } from '../make-finding.ts';
import { isTrustedForAll, keyFileAnalyzer } from './key-files.ts';
import { distributionVendors, releasePackage } from './known-origins.ts';
import { originRules } from './rules.ts';

/** Keys that no package of the distribution brought, and that may sign any of its packages. */
export function judgeTrustedKeys({ view, image, packages, survey }: Inspected): readonly Finding[] {
  const files = view
    .facts(keyFileAnalyzer.id)
    .filter(({ visible, path }) => visible && isTrustedForAll(path));
  const owners = ownersOf(survey.locate, packages, new Set(files.map(({ path }) => path)));
  return files
    .filter(({ path }) => !owners.has(path))
    .map(({ path, layer, data }) => {
      const keys = Array.isArray(data) ? data.filter((one) => typeof one === 'string') : [];
      const what = keys.length === 0 ? 'in a form that is not read' : keys.join(', ');
      return makeFinding(originRules.foreignKey, {
        subject: fileSubject(path),
        where: layerPlace(image, layer, path),
        message: `/${path} is trusted for every package source, and no package brought it: ${what}.`,
        actual: keys.length === 0 ? 'not read' : keys.join(', '),
      });
    });
}

const examples = 5;

/**
 * Packages that call themselves the distribution’s and are signed by another key than its release package, or by
 * none: one finding a key.
 */
export function judgeSigners({ packages, os, image }: Inspected): readonly Finding[] {
  const vendor = distributionVendors.get(os?.id ?? '');
  const rpms = packages.filter(({ type, signer }) => type === 'rpm' && signer !== undefined);
  const own = new Set(rpms.filter((one) => vendor?.test(one.vendor ?? '') === true));
  const trusted = new Set(
    [...own].filter(({ name }) => releasePackage.test(name)).map(({ signer }) => signer),
  );
  const groups = Map.groupBy(rpms, ({ signer = '' }) => signer);
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([signer, members]) => {
      if (signer === '') return [unsigned(image, members)];
      const claimed = members.filter((one) => own.has(one));
      return trusted.size === 0 || trusted.has(signer) || claimed.length === 0
        ? []
        : [foreignSigner(image, signer, claimed)];
    });
}

function foreignSigner(image: Inspected['image'], signer: string, members: readonly FoundPackage[]): Finding {
  const [first] = members;
  return makeFinding(originRules.foreignSigner, {
    subject: image.reference,
    where: layerPlace(image, first?.layer ?? 0, first?.path ?? ''),
    message: `${named(members)} called the distribution’s and signed by the key ${signer}, which did not sign its release package.`,
    actual: signer,
  });
}

function unsigned(image: Inspected['image'], members: readonly FoundPackage[]): Finding {
  const [first] = members;
  return makeFinding(originRules.unsignedPackage, {
    subject: image.reference,
    where: layerPlace(image, first?.layer ?? 0, first?.path ?? ''),
    message: `${named(members)} signed by nobody.`,
    actual: `${members.length} packages`,
  });
}

function named(members: readonly FoundPackage[]): string {
  const names = members.map(({ name }) => name).sort();
  const more = names.length > examples ? ` and ${names.length - examples} more` : '';
  return `${names.slice(0, examples).join(', ')}${more} ${names.length === 1 ? 'is' : 'are'}`;
}
