// .NET packages that an application was published with: NAME.deps.json (dotnet/sdk, runtime-configuration-file.md).
import { type Analyzer, wholeBody } from '../image/analyzer.ts';
import type { LayeredFact } from '../image/view.ts';
import { type Assembled, assembleFacts, factTexts, packageOf, refusalOf } from './assembly.ts';
import type { PackageFormat } from './format.ts';
import { fieldsOf, isShortText, readJson } from './plain-json.ts';

const id = 'nuget';
const ceiling = 32 * 1024 * 1024;
const malformed = 'malformed';

const analyzer: Analyzer = {
  id,
  version: 1,
  open(entry, sink) {
    if (entry.type !== 'file' || !entry.path.endsWith('.deps.json')) return undefined;
    return wholeBody(entry, ceiling, sink, (body) =>
      sink.fact(readLibraries(body.toString('utf8')) ?? malformed),
    );
  },
};

export const nuget: PackageFormat = {
  id,
  analyzer,
  assemble: (view) => assembleFacts(view, id, assemble),
};

/** `NAME/VERSION` of the libraries that are packages, not projects; undefined: .NET would not read it either. */
function readLibraries(text: string): string[] | undefined {
  const document = readJson(text);
  if (document === undefined) return undefined;
  const libraries = fieldsOf(document).get('libraries');
  return [...fieldsOf(libraries)]
    .filter(
      ([key, value]) =>
        isShortText(key) && /^(?:package|runtimepack)$/i.test(String(fieldsOf(value).get('type'))),
    )
    .map(([key]) => key);
}

function assemble(fact: LayeredFact): Assembled[] {
  if (fact.data === malformed) {
    const message = `${fact.path} is no list of libraries as .NET writes it, so its packages are not known`;
    return [refusalOf(fact, 'nuget packages', message)];
  }
  return factTexts(fact.data).map((key) => {
    const slash = key.lastIndexOf('/');
    // A part of the runtime that was published along is named after its package.
    const name = key.slice(0, Math.max(slash, 0)).replace(/^runtimepack\./, '');
    const version = key.slice(slash + 1);
    return packageOf(fact, { type: id, name, version }, { name, version });
  });
}
