// The text that Go's linker writes into a program: its main module, its dependencies, their replacements.

export interface GoModule {
  readonly path: string;
  /** As Go writes it: `v1.2.3`, a pseudo-version, or `(devel)`. */
  readonly version: string;
}

/**
 * Modules of a build information text (runtime/debug, BuildInfo.String): `mod` and `dep` lines by path and
 * version; a `=>` line replaces the one before. Local replacements have no version and are left out, and so
 * is a main module that was built without one.
 */
export function goModules(text: string): GoModule[] {
  const modules = new Map<string, GoModule>();
  let last: string | undefined;
  for (const line of text.split('\n')) {
    const [word, path, version] = line.split('\t');
    if (word !== 'mod' && word !== 'dep' && word !== '=>') continue;
    if (word === '=>' && last !== undefined) modules.delete(last);
    last = undefined;
    if (!path || !version || version === '(devel)') {
      last = path === undefined ? undefined : path;
      continue;
    }
    last = `${path}@${version}`;
    modules.set(last, { path, version });
  }
  return [...modules.values()];
}

/** `go1.21.3 X:boringcrypto` → `1.21.3`; `go1.22rc1` → `1.22.0-rc.1`, as the Go vulnerability database has it. */
export function goRelease(text: string): string | undefined {
  const match = /^go(\d+)\.(\d+)(?:\.(\d+))?(?:(alpha|beta|rc)(\d+))?(?![\da-z])/.exec(text);
  if (match === null) return undefined;
  const [, major, minor, patch, phase, number] = match;
  const release = `${major}.${minor}.${patch ?? 0}`;
  return phase === undefined ? release : `${release}-${phase}.${number}`;
}
