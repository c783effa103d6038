// Go's own two files: go.mod names what is required, go.sum everything that was looked at.
import type { LockEntry, ReadLock } from './lock-entry.ts';

/** `require` lines, in and outside blocks, and the line that chooses the toolchain (go.dev/ref/mod, «go.mod files»). */
export const readGoMod: ReadLock = (lines) => {
  let block = '';
  const modules: LockEntry[] = [];
  const releases = new Map<string, LockEntry>();
  lines.forEach((text, index) => {
    const line = text.replace(/\s*\/\/.*$/, '').trim();
    const opened = /^(\w+) \($/.exec(line)?.[1];
    if (opened !== undefined || line === ')') block = opened ?? '';
    const [, name, version] = /^(?:require )?(\S+) v(\S+)$/.exec(line) ?? [];
    const required = block === 'require' || (block === '' && line.startsWith('require '));
    if (required && name !== undefined && version !== undefined)
      modules.push({ type: 'golang', name, version, line: index + 1 });
    const [, word, release] = /^(go|toolchain) (?:go)?(\d\S*)$/.exec(line) ?? [];
    if (block === '' && word !== undefined && release !== undefined)
      releases.set(word, { type: 'golang', name: 'stdlib', version: release, line: index + 1 });
  });
  return [...modules, ...['toolchain', 'go'].flatMap((word) => releases.get(word) ?? [])];
};

/** `path v1.2.3 h1:…`, and the lines of the module's go.mod alone, which bring no code in. */
export const readGoSum: ReadLock = (lines) =>
  lines.flatMap((text, index): readonly LockEntry[] => {
    const [, name, version] = /^(\S+) v(\S+) h1:/.exec(text) ?? [];
    return name === undefined || version === undefined || version.endsWith('/go.mod')
      ? []
      : [{ type: 'golang', name, version, line: index + 1 }];
  });
