// What a jar says of itself and of the jars inside it: Maven coordinates, and libraries that state none.
import { giveBack } from '../../terms/memory.ts';
import { ContentError, type RefusalCode } from '../../terms/refusal.ts';
import { openArchive, type ZipAllowance, type ZipArchive } from '../zip/archive.ts';
import type { ZipEntry } from '../zip/directory.ts';
import { type Coordinates, type Naming, nameJar } from './coordinates.ts';
import { readManifest, readProperties } from './manifest.ts';

export type UnnamedJar = readonly [place: string, name: string, version: string];

export interface JarContent {
  readonly artifacts: readonly Coordinates[];
  /** Where each library lies that does not say whose it is, `app.jar!/lib/x.jar`, and what it calls itself. */
  readonly unnamed: readonly UnnamedJar[];
  readonly refused: readonly (readonly [code: RefusalCode, message: string])[];
}

/** Of one outer jar and all jars in it. */
export interface JarCeilings extends Readonly<ZipAllowance> {
  /** Bytes of one inner jar. */
  readonly inner: number;
  /** An ear holds wars, which hold jars: 3. */
  readonly depth: number;
}

export const jarCeilings: JarCeilings = {
  entries: 500_000,
  bytes: 512 * 1024 ** 2,
  inner: 64 * 1024 ** 2,
  depth: 4,
};

export const jarName = /\.(?:jar|war|ear|sar|par|hpi|jpi)$/i;
/** In the jar itself, and among the classes of a packed web or Spring Boot application. */
const properties = /^(?:(?:BOOT-INF|WEB-INF)\/classes\/)?META-INF\/maven\/[^/]+\/[^/]+\/pom\.properties$/;
const manifestName = /^META-INF\/MANIFEST\.MF$/i;
const smallText = 1024 * 1024;

/** Never throws for what the jar holds: what could not be read of it stands beside what could. */
export function readJar(bytes: Buffer, path: string, ceilings: JarCeilings = jarCeilings): JarContent {
  const allowance: ZipAllowance = { entries: ceilings.entries, bytes: ceilings.bytes };
  const artifacts: Coordinates[] = [];
  const unnamed: UnnamedJar[] = [];
  const refused: (readonly [RefusalCode, string])[] = [];

  const look = (read: () => Buffer, place: string, depth: number, outer?: Buffer): void => {
    let jar: Buffer | undefined;
    try {
      if (depth > ceilings.depth) throw tooDeep(place);
      jar = read();
      const archive = openArchive(jar, place, allowance);
      if (archive === undefined) return;
      const entries = [...archive.entries()];
      const inner = entries.filter(({ name }) => jarName.test(name));
      const { artifacts: said, naming } = whatItSays(archive, entries, place);
      // Not spread: a hostile jar states more of them than a call takes arguments.
      for (const one of said) artifacts.push(one);
      // An application that carries its libraries is none itself.
      if (naming.kind === 'unnamed' && inner.length === 0) {
        unnamed.push([place, naming.artifact, naming.version]);
      }
      for (const entry of inner)
        look(() => archive.read(entry, ceilings.inner), `${place}!/${entry.name}`, depth + 1, jar);
    } catch (error) {
      if (!(error instanceof ContentError)) throw error;
      refused.push([error.refusal.code, error.message]);
    } finally {
      // One that is stored lies in its outer jar.
      if (jar !== undefined && outer !== undefined && jar.buffer !== outer.buffer) giveBack(jar);
    }
  };

  look(() => bytes, path, 1);
  return { artifacts, unnamed, refused };
}

/** Coordinates that stand in the jar; the manifest is asked where they are none of its own. */
function whatItSays(
  archive: ZipArchive,
  entries: readonly ZipEntry[],
  place: string,
): { readonly artifacts: readonly Coordinates[]; readonly naming: Naming } {
  const file = place.slice(place.lastIndexOf('/') + 1);
  const stated = entries
    .filter(({ name }) => properties.test(name))
    .flatMap((entry) => coordinatesIn(archive.read(entry, smallText).toString('utf8')) ?? []);
  // One that was renamed; or one of several that were packed together.
  if (stated.length === 1 || stated.some(({ artifact }) => file.startsWith(artifact))) {
    return { artifacts: stated, naming: { kind: 'none' } };
  }
  const manifest = entries.find(({ name }) => manifestName.test(name));
  const text = manifest === undefined ? '' : archive.read(manifest, smallText).toString('utf8');
  const has = (pattern: RegExp): boolean => entries.some(({ name }) => pattern.test(name));
  const naming = nameJar(file, readManifest(text), has);
  if (naming.kind === 'named') return { artifacts: [...stated, naming.coordinates], naming };
  return { artifacts: stated, naming: stated.length === 0 ? naming : { kind: 'none' } };
}

/** What a pom.properties states; undefined unless it is all three. */
export function coordinatesIn(text: string): Coordinates | undefined {
  const stated = readProperties(text);
  const group = stated.get('groupid');
  const artifact = stated.get('artifactid');
  const version = stated.get('version');
  return group === undefined || artifact === undefined || version === undefined
    ? undefined
    : { group, artifact, version };
}

function tooDeep(place: string): ContentError {
  const message = `${place} lies deeper in other archives than is looked`;
  return new ContentError({ code: 'ceiling', what: 'archive', message });
}
