// Packages of npm and PyPI that come from elsewhere than their public registries.
import type { LayeredFact } from '../../image/view.ts';
import type { Finding, Where } from '../../terms/finding.ts';
import { mapOf, numberIn, textIn } from '../fact-data.ts';
import type { Inspected } from '../inspector.ts';
import { configPlace, fileSubject, layerPlace, makeFinding } from '../make-finding.ts';
import { hostMatches, hostOf } from './hosts.ts';
import { languageSourceAnalyzer } from './language-analyzer.ts';
import { type Ecosystem, publicHosts, sourceVariables } from './language-sources.ts';
import { originRules } from './rules.ts';

const registries: Readonly<Record<Ecosystem, string>> = { npm: 'npm’s', pypi: 'PyPI’s' };

/** What one file or variable says. */
interface Stated {
  readonly subject: string;
  readonly where: Where;
  /** `/app/.npmrc`, `config.Env[PIP_INDEX_URL]`. */
  readonly place: string;
  readonly ecosystem: Ecosystem;
  readonly address: string;
  readonly packages: number;
}

export function judgeLanguages(inspected: Inspected): readonly Finding[] {
  const facts = inspected.view.facts(languageSourceAnalyzer.id).filter(({ visible }) => visible);
  return [
    ...facts.flatMap((fact) => ofFile(inspected, fact)),
    ...ofManifests(inspected),
    ...ofVariables(inspected),
  ].flatMap(judge);
}

/** npm up to 6 writes into each installed package.json where it took the package from. */
function ofManifests({ view, image }: Inspected): readonly Stated[] {
  return view.facts('npm').flatMap(({ path, layer, data, visible }): Stated[] => {
    const address = textIn(mapOf(data), 'resolved');
    if (!visible || address === undefined) return [];
    const where = layerPlace(image, layer, path);
    return [{ subject: fileSubject(path), where, place: `/${path}`, ecosystem: 'npm', address, packages: 1 }];
  });
}

function ofFile({ image }: Inspected, { path, layer, data }: LayeredFact): readonly Stated[] {
  if (!Array.isArray(data)) return [];
  const where = layerPlace(image, layer, path);
  return data.map((one) => {
    const map = mapOf(one);
    return {
      subject: fileSubject(path),
      where,
      place: `/${path}`,
      ecosystem: textIn(map, 'ecosystem') === 'npm' ? 'npm' : 'pypi',
      address: textIn(map, 'address') ?? '',
      packages: numberIn(map, 'packages') ?? 0,
    };
  });
}

function ofVariables({ image }: Inspected): readonly Stated[] {
  return image.config.env.flatMap((line): Stated[] => {
    const [name = ''] = line.split('=', 1);
    const ecosystem = sourceVariables.get(name.toUpperCase());
    if (ecosystem === undefined) return [];
    const field = `config.Env[${name}]`;
    return line
      .slice(name.length + 1)
      .split(/\s+/)
      .flatMap((word) => {
        const host = hostOf(word);
        if (host === undefined) return [];
        const scheme = /^(\w+):/.exec(word)?.[1] ?? 'https';
        const address = `${scheme}://${host}`;
        return [
          {
            subject: image.reference,
            where: configPlace(field),
            place: field,
            ecosystem,
            address,
            packages: 0,
          },
        ];
      });
  });
}

function judge({ subject, where, place, ecosystem, address, packages }: Stated): readonly Finding[] {
  const words = { subject, where, ...(address === '' ? {} : { actual: address }) };
  if (address === '') {
    const message = `${place} turns off the check of the registry’s certificate.`;
    return [makeFinding(originRules.uncheckedSource, { ...words, message })];
  }
  const host = hostOf(address) ?? address;
  if (publicHosts[ecosystem].some((one) => hostMatches(one, host))) return [];
  const what = packages === 0 ? 'takes packages' : `has ${packages} package${packages === 1 ? '' : 's'}`;
  const message = `${place} ${what} from ${host}, which is none of ${registries[ecosystem]} own hosts.`;
  const plain = `${place} reaches ${host} without TLS.`;
  return [
    makeFinding(originRules.foreignRegistryOfLanguage, { ...words, message }),
    ...(address.startsWith('http:')
      ? [makeFinding(originRules.plainSource, { ...words, message: plain })]
      : []),
  ];
}
