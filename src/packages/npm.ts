// Installed npm packages: the package.json at the root of each folder under node_modules.
import { type Analyzer, wholeBody } from '../image/analyzer.ts';
import type { LayeredFact } from '../image/view.ts';
import { type Assembled, assembleFacts, factTexts, packageOf, refusalOf } from './assembly.ts';
import type { PackageFormat } from './format.ts';
import { npmLicenses } from './npm-licenses.ts';
import { fieldsOf, isShortText, readJson } from './plain-json.ts';

const id = 'npm';
const ceiling = 4 * 1024 * 1024;
const malformed = 'malformed';

/** Below the first node_modules: packages nested in packages only, and the stores of pnpm and its kin. */
const root =
  /^(?:(?:\.[^/]+\/[^/]+|(?:@[^/]+\/)?[^/@.][^/]*)\/node_modules\/)*(?:@[^/]+\/)?[^/@.][^/]*\/package\.json$/;
/** Debian's own folder, and Yarn as Docker's official Node.js images unpack it. */
const knownRoot =
  /^(?:usr\/(?:share|lib(?:\/[^/]+-linux-gnu[^/]*)?)\/nodejs\/(?:@[^/]+\/)?[^/@]+|opt\/yarn-v[^/]+)\/package\.json$/;
const folder = 'node_modules/';
const ownRegistry = 'registry.npmjs.org';

const analyzer: Analyzer = {
  id,
  version: 2,
  open(entry, sink) {
    const { path, type } = entry;
    if (type !== 'file' || !path.endsWith('/package.json') || !isPackageRoot(path)) return undefined;
    return wholeBody(entry, ceiling, sink, (body) => {
      const text = body.toString('utf8');
      const manifest = readManifest(text);
      if (manifest !== undefined) sink.fact(manifest);
      const resolved = elsewhere(text);
      if (resolved !== undefined) sink.fact({ resolved });
    });
  },
};

export const npm: PackageFormat = {
  id,
  analyzer,
  assemble: (view) => assembleFacts(view, id, assemble),
};

/** Whether a package.json stands where npm installs packages, and not in a fixture inside of one. */
export function isPackageRoot(path: string): boolean {
  const start = path.startsWith(folder) ? 0 : path.indexOf(`/${folder}`) + 1;
  if (start === 0 && !path.startsWith(folder)) return knownRoot.test(path);
  return root.test(path.slice(start + folder.length)) || knownRoot.test(path);
}

/** `[name, version, …licences]`; undefined for a manifest that names no installable package. */
function readManifest(text: string): readonly string[] | typeof malformed | undefined {
  const document = readJson(text);
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return malformed;
  const manifest = fieldsOf(document);
  const name = manifest.get('name');
  const version = manifest.get('version');
  if (!isShortText(name) || !isShortText(version)) return undefined;
  return [name, version.trim(), ...npmLicenses(manifest.get('license') ?? manifest.get('licenses'))];
}

/** Scheme and host from which npm up to 6 says that it took the package, where that is not its own registry. */
function elsewhere(text: string): string | undefined {
  if (!text.includes('"_resolved"')) return undefined;
  const address = /"_resolved"\s*:\s*"(?:git\+)?(?<scheme>\w+):\/\/(?:[^@/"]*@)?(?<host>[^/:?#"\s]+)/.exec(
    text,
  )?.groups;
  if (address === undefined || address.host === ownRegistry || address.scheme === 'file') return undefined;
  return `${address.scheme}://${address.host}`;
}

function assemble(fact: LayeredFact): Assembled[] {
  if (fact.data === malformed) {
    const message = `${fact.path} is no JSON object, so the package beside it is not known`;
    return [refusalOf(fact, 'npm package', message)];
  }
  const [name, version, ...licenses] = factTexts(fact.data);
  if (name === undefined || version === undefined) return [];
  const slash = name.startsWith('@') ? name.indexOf('/') : -1;
  const namespace = name.slice(0, Math.max(slash, 0));
  const parts = { type: id, namespace, name: name.slice(slash + 1), version };
  return [packageOf(fact, parts, { name, version, licenses })];
}
