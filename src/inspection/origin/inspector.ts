// Where the software of an image comes from: sources, keys, vendors, and the registry of the image itself.
import type { LayeredFact } from '../../image/view.ts';
import type { Finding } from '../../terms/finding.ts';
import { mapOf, textIn } from '../fact-data.ts';
import type { Inspected, Inspector } from '../inspector.ts';
import { fileSubject, layerPlace, makeFinding } from '../make-finding.ts';
import { originAnalyzer } from './analyzer.ts';
import { baseRules } from './base/rules.ts';
import { hostMatches, hostOf } from './hosts.ts';
import { judgeSigners, judgeTrustedKeys } from './judge-keys.ts';
import { judgeLanguages } from './judge-languages.ts';
import { judgeLibraries } from './judge-libraries.ts';
import { judgeNamedKeys, judgeRpmKeys } from './judge-rpm-keys.ts';
import { keyFileAnalyzer } from './key-files.ts';
import { distributionHosts, distributionVendors } from './known-origins.ts';
import { languageSourceAnalyzer } from './language-analyzer.ts';
import { withoutVersion } from './package-subject.ts';
import { originRules } from './rules.ts';

const judges = [
  judgeSources,
  judgeTrustedKeys,
  judgeNamedKeys,
  judgeRpmKeys,
  judgeLanguages,
  judgeLibraries,
  judgeVendors,
  judgeSigners,
] as const;

export const origin: Inspector = {
  id: 'origin',
  rules: [...Object.values(originRules), ...Object.values(baseRules)],
  analyzers: [originAnalyzer, languageSourceAnalyzer, keyFileAnalyzer],
  judge: (inspected) => ({
    findings: judges.flatMap((judge) => judge(inspected)),
    refusals: [],
  }),
};

function judgeSources(inspected: Inspected): readonly Finding[] {
  const { view, image } = inspected;
  return view
    .facts(originAnalyzer.id)
    .filter(({ visible }) => visible)
    .flatMap((fact) => sourcesOf(fact).flatMap((source) => judgeSource(inspected, fact, source)))
    .map(({ rule, fact, message, actual }) =>
      makeFinding(rule, {
        subject: fileSubject(fact.path),
        where: layerPlace(image, fact.layer, fact.path),
        message,
        ...(actual === '' ? {} : { actual }),
      }),
    );
}

interface Source {
  readonly address: string;
  readonly unchecked: boolean;
  readonly keyless: boolean;
}

function sourcesOf({ data }: LayeredFact): readonly Source[] {
  if (!Array.isArray(data)) return [];
  return data.map((one) => {
    const map = mapOf(one);
    return {
      address: textIn(map, 'address') ?? '',
      unchecked: map.get('unchecked') === true,
      keyless: map.get('keyless') === true,
    };
  });
}

interface Judged {
  readonly rule: (typeof originRules)[keyof typeof originRules];
  readonly fact: LayeredFact;
  readonly message: string;
  readonly actual: string;
}

function judgeSource({ os }: Inspected, fact: LayeredFact, source: Source): readonly Judged[] {
  const { address, unchecked, keyless } = source;
  const found: Judged[] = [];
  const say = (rule: Judged['rule'], message: string): void => {
    found.push({ rule, fact, message, actual: address });
  };
  const named = address === '' ? 'any source' : `the source ${address}`;
  if (unchecked)
    say(originRules.uncheckedSource, `/${fact.path} takes packages of ${named} without checking signatures.`);
  const host = hostOf(address);
  if (host === undefined) return found;
  const own = distributionHosts.get(os?.id ?? '') ?? [];
  if (own.some((one) => hostMatches(one, host))) return found;
  say(
    originRules.foreignSource,
    `/${fact.path} takes packages from ${host}, which is not the distribution’s.`,
  );
  if (keyless) say(originRules.keylessSource, `/${fact.path} names no key that may sign ${host}.`);
  if (address.startsWith('http:')) say(originRules.plainSource, `/${fact.path} reaches ${host} without TLS.`);
  return found;
}

/** One finding a foreign vendor of rpm packages. */
function judgeVendors({ packages, os, image }: Inspected): readonly Finding[] {
  const own = distributionVendors.get(os?.id ?? '');
  if (own === undefined) return [];
  const foreign = packages.filter(({ type, vendor }) => type === 'rpm' && !own.test(vendor ?? ''));
  return foreign.map(({ purl, name, vendor, layer, path }) =>
    makeFinding(originRules.foreignVendor, {
      subject: withoutVersion(purl),
      where: layerPlace(image, layer, path),
      message: `The package ${name} is by ${vendor ?? 'a vendor that it does not name'}, not by the distribution.`,
      actual: vendor ?? 'not stated',
    }),
  );
}
