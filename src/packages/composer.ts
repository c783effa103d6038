// PHP packages that Composer installed: vendor/composer/installed.json (getcomposer.org; both forms of the file).
import { type Analyzer, wholeBody } from '../image/analyzer.ts';
import type { LayeredFact } from '../image/view.ts';
import { type Assembled, assembleFacts, factTexts, packageOf, refusalOf } from './assembly.ts';
import type { PackageFormat } from './format.ts';
import { fieldsOf, isShortText, readJson } from './plain-json.ts';

const id = 'composer';
const ceiling = 32 * 1024 * 1024;
const malformed = 'malformed';
const installed = /(?:^|\/)vendor\/composer\/installed\.json$/;

const analyzer: Analyzer = {
  id,
  version: 1,
  open(entry, sink) {
    const { path, type } = entry;
    if (type !== 'file' || !path.endsWith('/installed.json') || !installed.test(path)) return undefined;
    return wholeBody(entry, ceiling, sink, (body) =>
      sink.fact(readInstalled(body.toString('utf8')) ?? malformed),
    );
  },
};

export const composer: PackageFormat = {
  id,
  analyzer,
  assemble: (view) => assembleFacts(view, id, assemble),
};

/** Rows `[name, version, …licences]`: a list since Composer 1, in an object since Composer 2; undefined: neither. */
function readInstalled(text: string): string[][] | undefined {
  const document = readJson(text);
  const list = Array.isArray(document) ? document : fieldsOf(document).get('packages');
  if (!Array.isArray(list)) return undefined;
  const rows: string[][] = [];
  for (const fields of list.map(fieldsOf)) {
    const name = fields.get('name');
    const version = fields.get('version');
    if (!isShortText(name) || !isShortText(version)) return undefined;
    const license = fields.get('license');
    rows.push([name, version, ...(Array.isArray(license) ? license : [license]).filter(isShortText)]);
  }
  return rows;
}

function assemble(fact: LayeredFact): Assembled[] {
  if (!Array.isArray(fact.data)) {
    const message = `${fact.path} is no list of packages as Composer writes it, so none of them is known`;
    return [refusalOf(fact, 'composer packages', message)];
  }
  return fact.data.map((row) => {
    const [name = '', version = '', ...licenses] = factTexts(row);
    const slash = name.indexOf('/');
    const parts = {
      type: id,
      namespace: name.slice(0, Math.max(slash, 0)),
      name: name.slice(slash + 1),
      version,
    };
    return packageOf(fact, parts, { name, version, licenses });
  });
}
