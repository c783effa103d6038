// One pass over the visible entries of an image, which sorts out those that inspectors ask about.
import type { ImageView, VisibleEntry } from '../image/view.ts';
import type { FoundPackage } from '../packages/format.ts';
import { knownPaths } from './hardening/known-paths.ts';
import { type Locate, locator, ownersOf } from './image-files.ts';

export interface Survey {
  /** Files that run with the rights of their owner or group. */
  readonly setuid: readonly VisibleEntry[];
  /** Files with capabilities of their own. */
  readonly capable: readonly VisibleEntry[];
  /** Files, and directories without the sticky bit, that everybody may write. */
  readonly worldWritable: readonly VisibleEntry[];
  /** Executable files but those of language packages. */
  readonly executables: readonly VisibleEntry[];
  /** Left by package managers. */
  readonly caches: readonly VisibleEntry[];
  readonly devices: readonly VisibleEntry[];
  /** Files that mean something by being there. */
  readonly known: readonly VisibleEntry[];
  readonly locate: Locate;
  /** Owners of the files in the lists above. */
  readonly owners: ReadonlyMap<string, FoundPackage>;
}

const cachePaths =
  /^(?:var\/(?:cache\/(?:apt\/archives\/.*\.deb$|apk\/|dnf\/|yum\/|zypp\/)|lib\/apt\/lists\/.*_)|(?:root|home\/[^/]+)\/(?:\.cache\/(?:pip|yarn|go-build|uv)|\.npm\/_cacache|\.m2\/repository|\.gem\/cache)\/|etc\/apk\/cache\/)/;
const knownPath = new RegExp(knownPaths.map(({ path }) => `(?:${path.source})`).join('|'));
const ofLanguages = /(?:^|\/)(?:node_modules|site-packages|dist-packages|gems|vendor\/bundle)\//;
/** What every container gets anyway (OCI runtime-spec, config-linux.md §Default Devices). */
const harmlessDevice = /^dev\/(?:null|zero|full|random|urandom|tty\d*|console|ptmx|pts\/ptmx)$/;
const mayBeWritten = /^(?:dev|proc|sys)(?:\/|$)/;

export function surveyImage(view: ImageView, packages: readonly FoundPackage[]): Survey {
  const setuid: VisibleEntry[] = [];
  const capable: VisibleEntry[] = [];
  const worldWritable: VisibleEntry[] = [];
  const executables: VisibleEntry[] = [];
  const caches: VisibleEntry[] = [];
  const devices: VisibleEntry[] = [];
  const known: VisibleEntry[] = [];
  for (const visible of view.entries()) {
    const { type, mode, path, size, xattrs } = visible.entry;
    if (type === 'file') {
      if ((mode & 0o6000) !== 0 && (mode & 0o111) !== 0) setuid.push(visible);
      if (xattrs?.['security.capability'] !== undefined) capable.push(visible);
      if ((mode & 0o111) !== 0 && size > 0 && !ofLanguages.test(path)) executables.push(visible);
      if (size > 0 && knownPath.test(path)) known.push(visible);
      if (cachePaths.test(path)) caches.push(visible);
    } else if (type === 'block-device' || (type === 'character-device' && !harmlessDevice.test(path))) {
      devices.push(visible);
    } else if (type === 'symlink' && knownPath.test(path)) known.push(visible);
    if ((mode & 0o002) === 0 || mayBeWritten.test(path)) continue;
    if (type === 'file' || (type === 'directory' && (mode & 0o1000) === 0)) worldWritable.push(visible);
  }
  const locate = locator(view);
  const wanted = new Set(
    [...setuid, ...capable, ...worldWritable, ...executables].map(({ entry }) => entry.path),
  );
  const owners = ownersOf(locate, packages, wanted);
  return { setuid, capable, worldWritable, executables, caches, devices, known, locate, owners };
}
