// The text of release files: os-release(5) assignments and the one-line files before it.

/** What a release file states, without where it stood. */
export interface StatedRelease {
  readonly id: string;
  readonly idLike: readonly string[];
  readonly versionId?: string;
  readonly codename?: string;
  readonly prettyName?: string;
}

/** Parses shell-like assignments; the last one of a name counts, as in a shell. Undefined without an ID. */
export function parseOsRelease(text: string): StatedRelease | undefined {
  const values = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*([A-Z_][A-Z0-9_]*)=(.*)$/.exec(line);
    if (match?.[1] !== undefined && match[2] !== undefined) values.set(match[1], unquote(match[2].trim()));
  }
  const id = values.get('ID')?.toLowerCase();
  if (id === undefined || !/^[a-z0-9][a-z0-9._-]*$/.test(id)) return undefined;
  const versionId = values.get('VERSION_ID');
  const codename = values.get('VERSION_CODENAME');
  const prettyName = values.get('PRETTY_NAME');
  return {
    id,
    idLike: (values.get('ID_LIKE') ?? '').toLowerCase().split(/\s+/).filter(Boolean),
    ...(versionId ? { versionId } : {}),
    ...(codename ? { codename } : {}),
    ...(prettyName ? { prettyName } : {}),
  };
}

function unquote(text: string): string {
  const quote = text[0];
  if ((quote !== '"' && quote !== "'") || text.length < 2 || text.at(-1) !== quote) return text;
  const inner = text.slice(1, -1);
  return quote === '"' ? inner.replace(/\\(["$`\\])/g, '$1') : inner;
}

const redHatFamily: readonly (readonly [RegExp, string])[] = [
  [/^red hat/i, 'rhel'],
  [/^centos/i, 'centos'],
  [/^fedora/i, 'fedora'],
  [/^almalinux/i, 'almalinux'],
  [/^rocky/i, 'rocky'],
  [/^oracle/i, 'ol'],
];

/** Parses `etc/alpine-release`, `etc/redhat-release` or `etc/debian_version`; undefined when it says nothing known. */
export function parseReleaseFile(path: string, text: string): StatedRelease | undefined {
  const line = text.trim().split('\n')[0] ?? '';
  if (path === 'etc/alpine-release') {
    return /^\d/.test(line) ? { id: 'alpine', idLike: [], versionId: line } : undefined;
  }
  if (path === 'etc/debian_version') {
    const number = /^\d+/.exec(line)?.[0];
    if (number !== undefined) return { id: 'debian', idLike: [], versionId: number };
    return /^[a-z]+\/sid$/.test(line)
      ? { id: 'debian', idLike: [], codename: line.slice(0, -'/sid'.length) }
      : undefined;
  }
  const id = redHatFamily.find(([pattern]) => pattern.test(line))?.[1];
  const versionId = /release (\d+(?:\.\d+)?)/.exec(line)?.[1];
  return id === undefined
    ? undefined
    : { id, idLike: [], prettyName: line, ...(versionId === undefined ? {} : { versionId }) };
}
