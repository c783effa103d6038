// Installed Ruby gems: the specifications that RubyGems and Debian write (guides.rubygems.org, specification reference).
import { type Analyzer, wholeBody } from '../image/analyzer.ts';
import type { LayeredFact } from '../image/view.ts';
import { type Assembled, assembleFacts, factTexts, packageOf, refusalOf } from './assembly.ts';
import type { PackageFormat } from './format.ts';
import { readSpecification } from './gem-specification.ts';

const id = 'gem';
const ceiling = 1024 * 1024;
/** Of gems that are installed; those of Ruby's own stand one folder deeper. A gem's sources hold another one. */
const specification = /(?:^|\/)specifications\/(?:default\/)?[^/]+\.gemspec$/;

const analyzer: Analyzer = {
  id,
  version: 1,
  open(entry, sink) {
    const { path, type } = entry;
    if (type !== 'file' || !path.endsWith('.gemspec') || !specification.test(path)) return undefined;
    return wholeBody(entry, ceiling, sink, (body) => sink.fact(readSpecification(body.toString('utf8'))));
  },
};

export const gem: PackageFormat = {
  id,
  analyzer,
  assemble: (view) => assembleFacts(view, id, assemble),
};

function assemble(fact: LayeredFact): Assembled[] {
  const [name, version, platform, ...licenses] = factTexts(fact.data);
  if (name === undefined || version === undefined) {
    return [refusalOf(fact, 'gem', `${fact.path} states no name and version, so its gem is not known`)];
  }
  const qualifiers: [string, string][] =
    platform === undefined || platform === 'ruby' ? [] : [['platform', platform]];
  return [packageOf(fact, { type: id, name, version, qualifiers }, { name, version, licenses })];
}
