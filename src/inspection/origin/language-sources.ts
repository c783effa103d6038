// The files in which npm, Yarn, pnpm, pip, uv, Poetry and Pipenv say where packages come from: settings, and what was resolved.
import type { PackageSource } from './sources.ts';

export type Ecosystem = 'npm' | 'pypi';

interface Reader {
  readonly ecosystem: Ecosystem;
  /** Groups `address` of each match; a match without one is a setting that turns checks off. */
  readonly addresses: RegExp;
  /** Addresses are those of packages that were resolved, and not of a registry that would be asked. */
  readonly resolved: boolean;
}

const npmLock: Reader = {
  ecosystem: 'npm',
  addresses: /"resolved"\s*:\s*"(?<address>[^"\\]+)"/g,
  resolved: true,
};
const pipSetting: Reader = {
  ecosystem: 'pypi',
  addresses:
    /^\s*(?:-i|-f|(?:--)?(?:(?:extra-)?index-url|find-links))\s*[= ]\s*(?<address>\S+)|^\s*(?:--)?trusted-host\s*[= ]\s*\S+/gm,
  resolved: false,
};

/** By the name of the file. */
const readers: ReadonlyMap<string, Reader> = new Map([
  // docs.npmjs.com: package-lock.json, npmrc; «hidden lockfiles»
  ['package-lock.json', npmLock],
  ['.package-lock.json', npmLock],
  ['npm-shrinkwrap.json', npmLock],
  ['yarn.lock', { ecosystem: 'npm', addresses: /^\s+resolved "?(?<address>[^"\s]+)/gm, resolved: true }],
  ['pnpm-lock.yaml', { ecosystem: 'npm', addresses: /\btarball:\s*(?<address>[^\s,}]+)/g, resolved: true }],
  ['.npmrc', npmSetting()],
  ['npmrc', npmSetting()],
  [
    '.yarnrc.yml',
    {
      ecosystem: 'npm',
      addresses:
        /^\s*npmRegistryServer:\s*["']?(?<address>[^"'\s]+)|^enableStrictSsl:\s*false|^unsafeHttpWhitelist:/gm,
      resolved: false,
    },
  ],
  [
    '.yarnrc',
    {
      ecosystem: 'npm',
      addresses: /^\s*"?registry"?\s+"?(?<address>[^"\s]+)|^strict-ssl false/gm,
      resolved: false,
    },
  ],
  // PEP 610
  ['direct_url.json', { ecosystem: 'pypi', addresses: /"url"\s*:\s*"(?<address>[^"\\]+)"/g, resolved: true }],
  ['pip.conf', pipSetting],
  ['requirements.txt', pipSetting],
  [
    'uv.lock',
    {
      ecosystem: 'pypi',
      addresses: /\bsource = \{ (?:registry|git|url) = "(?<address>[^"]+)"/g,
      resolved: true,
    },
  ],
  [
    'uv.toml',
    {
      ecosystem: 'pypi',
      addresses: /^\s*(?:url|(?:extra-)?index-url)\s*=\s*["[]+(?<address>[^"]+)"/gm,
      resolved: false,
    },
  ],
  [
    'poetry.lock',
    {
      ecosystem: 'pypi',
      addresses: /^\[package\.source\]\n(?:.*\n)??url = "(?<address>[^"]+)"/gm,
      resolved: true,
    },
  ],
  ['Pipfile.lock', { ecosystem: 'pypi', addresses: /"url"\s*:\s*"(?<address>[^"\\]+)"/g, resolved: false }],
]);

function npmSetting(): Reader {
  return {
    ecosystem: 'npm',
    addresses: /^\s*(?:@[^:\s]+:)?registry\s*=\s*["']?(?<address>[^"'\s]+)|^\s*strict-ssl\s*=\s*false/gm,
    resolved: false,
  };
}

/** Variables of the configuration that say the same (npm config, pip and uv environment variables). */
export const sourceVariables: ReadonlyMap<string, Ecosystem> = new Map([
  ['NPM_CONFIG_REGISTRY', 'npm'],
  ['YARN_NPM_REGISTRY_SERVER', 'npm'],
  ['PIP_INDEX_URL', 'pypi'],
  ['PIP_EXTRA_INDEX_URL', 'pypi'],
  ['UV_INDEX_URL', 'pypi'],
  ['UV_EXTRA_INDEX_URL', 'pypi'],
  ['UV_DEFAULT_INDEX', 'pypi'],
]);

/** Hosts of the public registries themselves; a leading dot stands for every name below. */
export const publicHosts: Readonly<Record<Ecosystem, readonly string[]>> = {
  npm: ['registry.npmjs.org', 'registry.yarnpkg.com'],
  pypi: ['pypi.org', '.pypi.org', 'files.pythonhosted.org'],
};

/** Undefined for other files. Lock files below node_modules are those of packages, and were never installed from. */
export function languageReader(path: string): Reader | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const reader = readers.get(name);
  if (reader === undefined) return undefined;
  if (name === '.package-lock.json')
    return path.endsWith('node_modules/.package-lock.json') ? reader : undefined;
  if (name === 'direct_url.json') return path.includes('.dist-info/') ? reader : undefined;
  return /(?:^|\/)(?:node_modules|site-packages|dist-packages)\//.test(path) ? undefined : reader;
}

export interface LanguageSource extends PackageSource {
  readonly ecosystem: Ecosystem;
  /** Packages that were resolved there; 0 for a setting. */
  readonly packages: number;
}

/** One a scheme and host, in the order of the file; of addresses only those are kept. */
export function readLanguageSources(
  { ecosystem, addresses, resolved }: Reader,
  text: string,
): readonly LanguageSource[] {
  const found = new Map<string, LanguageSource>();
  for (const { groups } of text.matchAll(addresses)) {
    const place = groups?.address === undefined ? '' : placeOf(groups.address);
    if (place === undefined) continue;
    const packages = (found.get(place)?.packages ?? 0) + (resolved ? 1 : 0);
    found.set(place, { address: place, unchecked: place === '', ecosystem, packages });
  }
  return [...found.values()];
}

/** Scheme and host; undefined for folders and what is no address. */
function placeOf(address: string): string | undefined {
  const [, scheme = '', host = ''] = /^(?:git\+)?([a-z]+):\/\/(?:[^@/]*@)?([^/:?#\s]+)/i.exec(address) ?? [];
  if (host === '' || scheme.toLowerCase() === 'file') {
    // `github:owner/name`, `git@host:path`
    const [, forge] = /^(github|gitlab|bitbucket):/.exec(address) ?? [];
    const [, server] = /^git@([^:/\s]+):/.exec(address) ?? [];
    const known = forge === undefined ? server : `${forge}.${forge === 'bitbucket' ? 'org' : 'com'}`;
    return known === undefined ? undefined : `ssh://${known.toLowerCase()}`;
  }
  return `${scheme.toLowerCase()}://${host.toLowerCase()}`;
}
