// Installed npm packages: the package.json at the root of each folder under node_modules.
import { type Analyzer, type Json, wholeBody } from '../image/analyzer.ts';
import type { ImageView, LayeredFact } from '../image/view.ts';
import type { FoundPackage, PackageFormat } from './format.ts';
import { npmLicenses } from './npm-licenses.ts';
import { formatPurl } from './purl.ts';

const id = 'npm';
const ceiling = 4 * 1024 * 1024;
const longestText = 512;

/** Below the first node_modules: packages nested in packages only, and the stores of pnpm and its kin. */
const root =
  /^(?:(?:\.[^/]+\/[^/]+|(?:@[^/]+\/)?[^/@.][^/]*)\/node_modules\/)*(?:@[^/]+\/)?[^/@.][^/]*\/package\.json$/;
/** Debian's own folder, and Yarn as Docker's official Node.js images unpack it. */
const knownRoot =
  /^(?:usr\/(?:share|lib(?:\/[^/]+-linux-gnu[^/]*)?)\/nodejs\/(?:@[^/]+\/)?[^/@]+|opt\/yarn-v[^/]+)\/package\.json$/;
const folder = 'node_modules/';

const analyzer: Analyzer = {
  id,
  version: 1,
  open(entry, sink) {
    const { path, type } = entry;
    if (type !== 'file' || !path.endsWith('/package.json') || !isPackageRoot(path)) return undefined;
    return wholeBody(entry, ceiling, sink, (body) => {
      const manifest = readManifest(body.toString('utf8'));
      if (manifest === 'malformed') {
        sink.refuse({
          code: 'malformed',
          what: 'npm package',
          path,
          message: `${path} is no JSON object, so the package beside it is not known`,
        });
      } else if (manifest !== undefined) sink.fact(manifest);
    });
  },
};

export const npm: PackageFormat = {
  id,
  analyzer,
  assemble: (view: ImageView) => ({
    packages: view
      .facts(id)
      .filter((fact) => fact.visible)
      .flatMap(toPackage),
    refusals: [],
  }),
};

/** Whether a package.json stands where npm installs packages, and not in a fixture inside of one. */
export function isPackageRoot(path: string): boolean {
  const start = path.startsWith(folder) ? 0 : path.indexOf(`/${folder}`) + 1;
  if (start === 0 && !path.startsWith(folder)) return knownRoot.test(path);
  return root.test(path.slice(start + folder.length)) || knownRoot.test(path);
}

/** `[name, version, …licences]`; undefined for a manifest that names no installable package. */
function readManifest(text: string): readonly string[] | 'malformed' | undefined {
  const manifest = parseObject(text.startsWith('\ufeff') ? text.slice(1) : text);
  if (manifest === undefined) return 'malformed';
  const name = manifest.get('name');
  const version = manifest.get('version');
  if (!isShortText(name) || !isShortText(version)) return undefined;
  return [name, version.trim(), ...npmLicenses(manifest.get('license') ?? manifest.get('licenses'))];
}

function parseObject(text: string): ReadonlyMap<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? new Map(Object.entries(value))
      : undefined;
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}

function isShortText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '' && value.length <= longestText;
}

function toPackage(fact: LayeredFact): FoundPackage[] {
  const [name, version, ...licenses] = texts(fact.data);
  if (name === undefined || version === undefined) return [];
  const slash = name.startsWith('@') ? name.indexOf('/') : -1;
  const purl = formatPurl({
    type: id,
    namespace: name.slice(0, Math.max(slash, 0)),
    name: name.slice(slash + 1),
    version,
  });
  if (purl.kind === 'invalid') return [];
  return [
    {
      purl: purl.text,
      type: id,
      name,
      version,
      ...(licenses.length === 0 ? {} : { licenses }),
      path: fact.path,
      layer: fact.layer,
    },
  ];
}

function texts(data: Json): string[] {
  return Array.isArray(data) ? data.filter((item) => typeof item === 'string') : [];
}
