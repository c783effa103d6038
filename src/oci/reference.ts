// References: what the user names an image by, parsed with teaching errors and written back the same way.
import { type Digest, isDigest } from '../terms/digest.ts';
import { UserError } from '../terms/errors.ts';

export interface RegistryReference {
  readonly kind: 'registry';
  /** Host and port, `docker.io` for Docker Hub. */
  readonly registry: string;
  /** Path of the repository, `library/debian` for Hub's short names. */
  readonly repository: string;
  /** `latest` when neither tag nor digest is given. */
  readonly tag?: string;
  readonly digest?: Digest;
}
export interface FolderReference {
  readonly kind: 'oci';
  readonly path: string;
  readonly tag?: string;
}
export interface ArchiveReference {
  readonly kind: 'oci-archive' | 'docker-archive';
  readonly path: string;
}
export interface DaemonReference {
  readonly kind: 'docker-daemon';
  readonly name: string;
}
export type Reference = RegistryReference | FolderReference | ArchiveReference | DaemonReference;

/** OCI distribution §Pulling manifests. */
const tagShape = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
const pathShape = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const hostShape =
  /^(?:(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*\.?|\[[0-9a-fA-F:.]+\])(?::\d{1,5})?$/;
/** Names that Docker Hub goes by. */
export const hubHosts: ReadonlySet<string> = new Set([
  'docker.io',
  'index.docker.io',
  'registry-1.docker.io',
  'registry.hub.docker.com',
]);

const forms =
  'registry/repository:tag, oci:DIR[:TAG], oci-archive:FILE, docker-archive:FILE or docker-daemon:NAME';

/** `user:password@` in front of a host: what is behind it tells a digest from a host. */
const credentials = /^([a-z][a-z+.-]*:\/\/)?[^/@\s]+:[^@\s]*@(?!sha\d+:)/i;

function wrong(text: string, why: string, fix = `Write the image as ${forms}.`): UserError {
  const shown = text.replace(credentials, '$1[secret]@');
  return new UserError('reference', `${JSON.stringify(shown)} names no image: ${why}`, fix);
}

export function isTag(text: string): boolean {
  return tagShape.test(text);
}

/** Docker Hub's host where none is named. */
export function splitHost(name: string): readonly [host: string, path: string] {
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const isHost = /[.:[]/.test(first) || first === 'localhost' || first !== first.toLowerCase();
  return isHost ? [first, name.slice(slash + 1)] : ['docker.io', name];
}

/** Parses `host/path:tag@digest`; UserError `reference` says what is wrong. */
export function parseRegistryReference(text: string): RegistryReference {
  if (/^https?:\/\//i.test(text)) throw wrong(text, 'it is a web address', 'Leave out the https://.');
  if (/^\.{0,2}\//.test(text)) {
    throw wrong(
      text,
      'it is a path',
      `Say what lies there: oci:${text} for a folder, oci-archive:${text} or docker-archive:${text} for a tar.`,
    );
  }
  const [named = '', digest, ...more] = text.split('@');
  if (more.length > 0) throw wrong(text, 'it has more than one @');
  if (digest !== undefined && !isDigest(digest)) {
    throw wrong(
      text,
      'what follows @ is no digest',
      'A digest is sha256: and 64 hexadecimal digits in lower case.',
    );
  }
  const colon = named.lastIndexOf(':');
  const hasTag = colon > named.lastIndexOf('/') && named.indexOf('/', colon) < 0;
  const tag = hasTag ? named.slice(colon + 1) : undefined;
  if (tag !== undefined && !tagShape.test(tag)) {
    throw wrong(
      text,
      `the tag ${JSON.stringify(tag)} is not allowed`,
      'A tag has letters, digits, _ . and -, at most 128.',
    );
  }
  const [host, path] = splitHost(hasTag ? named.slice(0, colon) : named);
  if (!hostShape.test(host)) throw wrong(text, `${JSON.stringify(host)} is no host name`);
  const hub = hubHosts.has(host.toLowerCase());
  const repository = hub && path !== '' && !path.includes('/') ? `library/${path}` : path;
  if (!pathShape.test(repository)) {
    const upper = repository !== repository.toLowerCase();
    throw wrong(
      text,
      upper
        ? 'repository names are written in lower case'
        : `${JSON.stringify(repository)} is no repository name`,
      upper
        ? `Write ${JSON.stringify(path.toLowerCase())} for ${JSON.stringify(path)}.`
        : `Write the image as ${forms}.`,
    );
  }
  // As registries hold it (distribution's own reference grammar): what is longer is no name, and would fill the screen.
  if (repository.length > 255) {
    throw wrong(`${text.slice(0, 60)}…`, 'the repository name has more than 255 characters');
  }
  return {
    kind: 'registry',
    registry: hub ? 'docker.io' : host.toLowerCase(),
    repository,
    ...(tag !== undefined ? { tag } : digest === undefined && { tag: 'latest' }),
    ...(digest !== undefined && { digest }),
  };
}

function parseFolder(text: string, rest: string): FolderReference {
  const colon = rest.lastIndexOf(':');
  const split = colon > rest.lastIndexOf('/') && colon > 0 && rest[colon + 1] !== '\\';
  const path = split ? rest.slice(0, colon) : rest;
  const tag = split ? rest.slice(colon + 1) : undefined;
  if (path === '') throw wrong(text, 'no folder follows oci:');
  if (tag === '')
    throw wrong(text, 'nothing follows the last colon', 'Leave the colon out, or name a tag after it.');
  return { kind: 'oci', path, ...(tag !== undefined && { tag }) };
}

/** Parses what stands for IMAGE on the command line; UserError `reference` when it names none. */
export function parseReference(text: string): Reference {
  if (text.trim() !== text || text === '')
    throw wrong(text, text === '' ? 'it is empty' : 'it has spaces around it');
  const scheme =
    /^(oci|oci-archive|docker-archive|docker-daemon|docker|dir|containers-storage):(?!\d+\/)(.*)$/s.exec(
      text,
    );
  const rest = scheme?.[2] ?? '';
  switch (scheme?.[1]) {
    case undefined:
      return parseRegistryReference(text);
    case 'oci':
      return parseFolder(text, rest);
    case 'oci-archive':
    case 'docker-archive':
      if (rest === '') throw wrong(text, 'no file follows the colon');
      return { kind: scheme?.[1] === 'oci-archive' ? 'oci-archive' : 'docker-archive', path: rest };
    case 'docker-daemon':
      if (rest === '') throw wrong(text, 'no image name follows docker-daemon:');
      return { kind: 'docker-daemon', name: rest };
    case 'docker':
      if (rest.startsWith('//')) return parseRegistryReference(rest.slice(2));
      return parseRegistryReference(text);
    default:
      throw wrong(text, `images of the kind ${scheme?.[1]}: are not read`);
  }
}

/** The reference as text; parsing it again gives the same. */
export function formatReference(reference: Reference): string {
  switch (reference.kind) {
    case 'registry': {
      const { registry, repository, tag, digest } = reference;
      return `${registry}/${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
    }
    case 'oci':
      return `oci:${reference.path}${reference.tag === undefined ? '' : `:${reference.tag}`}`;
    case 'docker-daemon':
      return `docker-daemon:${reference.name}`;
    default:
      return `${reference.kind}:${reference.path}`;
  }
}
