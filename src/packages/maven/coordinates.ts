// Which Maven artifact a jar is, when no pom.properties says so: by what its manifest and its name state.
import { publisherOf } from './publishers.ts';

export interface Coordinates {
  readonly group: string;
  readonly artifact: string;
  readonly version: string;
}

export type Naming =
  | { readonly kind: 'named'; readonly coordinates: Coordinates }
  /** A library, by its version, of which nobody says whose it is. */
  | { readonly kind: 'unnamed'; readonly artifact: string; readonly version: string }
  /** No library: an application's own jar, a part of the Java runtime. */
  | { readonly kind: 'none' };

const isGroup = /^[A-Za-z][\w-]*(?:\.[\w-]+)*$/;
const isArtifact = /^[A-Za-z][\w.-]*$/;
const isVersion = /^\d[\w.+-]*$/;

/** Of a file's name on any file system: a longer one was made up, and what takes names apart takes time. */
const longestName = 255;

/**
 * `file` is the jar's base name, `has` says whether it holds a file whose path fits. Maven's archiver writes the group as
 * `Implementation-Vendor-Id`; OSGi's symbolic names do not tell where the group ends, and are not guessed from.
 */
export function nameJar(
  file: string,
  manifest: ReadonlyMap<string, string>,
  has: (path: RegExp) => boolean,
): Naming {
  const title = manifest.get('implementation-title') ?? '';
  if (title === 'Java Runtime Environment') return { kind: 'none' };
  const [, inName, versionInName] =
    file.length > longestName ? [] : (/^(.+?)-(\d[\w.+-]*)\.\w+$/.exec(file) ?? []);
  const version = [
    versionInName,
    manifest.get('implementation-version'),
    manifest.get('bundle-version'),
  ].find((each) => each !== undefined && isVersion.test(each));
  if (version === undefined || !has(/\.class$/)) return { kind: 'none' };
  const artifact =
    [inName, title, file.replace(/\.\w+$/, '')].find((each) => isArtifact.test(each ?? '')) ?? '';
  const stated = manifest.get('implementation-vendor-id') ?? '';
  const group = publisherOf(artifact, version, has) ?? (isGroup.test(stated) ? stated : undefined);
  return group === undefined || artifact === ''
    ? { kind: 'unnamed', artifact: artifact || file, version }
    : { kind: 'named', coordinates: { group, artifact, version } };
}
