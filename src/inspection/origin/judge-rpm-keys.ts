// Keys of rpm: those that its database trusts already, and those that `gpgkey=` of a source will bring in.
import { rpmKeys } from '../../packages/rpm/keys.ts';
import type { Finding } from '../../terms/finding.ts';
import { mapOf, textIn } from '../fact-data.ts';
import { ownersOf } from '../image-files.ts';
import type { Inspected } from '../inspector.ts';
import { fileSubject, layerPlace, makeFinding } from '../make-finding.ts';
import { originAnalyzer } from './analyzer.ts';
import { hostMatches, hostOf } from './hosts.ts';
import { keyFileAnalyzer } from './key-files.ts';
import { distributionHosts, distributionVendors, releasePackage } from './known-origins.ts';
import { originRules } from './rules.ts';

/** The distribution's own keys: in files of its packages, or the signers of these. */
export function judgeRpmKeys(inspected: Inspected): readonly Finding[] {
  const { view, image } = inspected;
  const own = ownKeys(inspected);
  return rpmKeys(view)
    .filter(({ key }) => !own.some((one) => one.endsWith(key) || key.endsWith(one)))
    .map(({ key, database, layer }) =>
      makeFinding(originRules.foreignKey, {
        subject: fileSubject(database),
        where: layerPlace(image, layer, database),
        message: `rpm trusts the key ${key} for every package, and it is none of the distribution’s.`,
        actual: key,
      }),
    );
}

function ownKeys({ view, packages, os, survey }: Inspected): readonly string[] {
  const vendor = distributionVendors.get(os?.id ?? '');
  const own = packages.filter((one) => one.type === 'rpm' && vendor?.test(one.vendor ?? '') === true);
  const files = view.facts(keyFileAnalyzer.id).filter(({ visible }) => visible);
  const owners = ownersOf(survey.locate, own, new Set(files.map(({ path }) => path)));
  const inFiles = files.filter(({ path }) => owners.has(path)).flatMap(({ data }) => textsIn(data));
  // A release package signed by a key vouches for it; any other could be anyone's.
  const signers = own.flatMap(({ name, signer }) => (releasePackage.test(name) && signer ? [signer] : []));
  return [...inFiles, ...signers];
}

function textsIn(data: unknown): readonly string[] {
  return Array.isArray(data) ? data.filter((one) => typeof one === 'string') : [];
}

/** What a source of yum or dnf names as its key is trusted for all sources once it is imported. */
export function judgeNamedKeys(inspected: Inspected): readonly Finding[] {
  const facts = inspected.view.facts(originAnalyzer.id).filter(({ visible }) => visible);
  return facts.flatMap(({ path, layer, data }) => {
    const sources = Array.isArray(data) ? data.map(mapOf) : [];
    const keys = new Set(sources.flatMap((source) => keysOf(inspected, source)));
    const where = layerPlace(inspected.image, layer, path);
    return [...keys].flatMap((key) =>
      judgeNamedKey(inspected, `/${path}`, key, { subject: fileSubject(path), where }),
    );
  });
}

/** Keys from the host that serves the packages say no more than the source itself. */
function keysOf({ os }: Inspected, source: ReturnType<typeof mapOf>): readonly string[] {
  const host = hostOf(textIn(source, 'address') ?? '');
  const own = distributionHosts.get(os?.id ?? '') ?? [];
  return textsIn(source.get('keys')).filter((key) => {
    const from = hostOf(key);
    if (key.startsWith('http:')) return true;
    return from === undefined || (from !== host && !own.some((one) => hostMatches(one, from)));
  });
}

function judgeNamedKey(
  { view, packages, survey }: Inspected,
  place: string,
  key: string,
  at: Pick<Finding, 'subject' | 'where'>,
): readonly Finding[] {
  if (key.startsWith('http:')) {
    const message = `${place} takes the key ${key} without TLS: anyone on the way can put in another.`;
    return [makeFinding(originRules.uncheckedSource, { ...at, message, actual: key })];
  }
  if (hostOf(key) !== undefined) {
    const message = `${place} takes a key from ${hostOf(key)}, which serves none of its packages.`;
    return [makeFinding(originRules.foreignSource, { ...at, message, actual: key })];
  }
  const path = survey.locate(key.replace(/^file:\/*/, ''));
  const found = view.facts(keyFileAnalyzer.id).find((one) => one.visible && one.path === path);
  if (found === undefined || ownersOf(survey.locate, packages, new Set([path])).has(path)) return [];
  const fingerprints = textsIn(found.data);
  const what = fingerprints.length === 0 ? 'in a form that is not read' : fingerprints.join(', ');
  const message = `${place} brings in the key /${path}, which no package brought: ${what}.`;
  return [
    makeFinding(originRules.foreignKey, { ...at, message, actual: fingerprints.join(', ') || 'not read' }),
  ];
}
