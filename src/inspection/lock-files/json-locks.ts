// Lock files in JSON as their tools write them, one member a line: npm's and Pipenv's.
import { type LockEntry, pythonName, type ReadLock } from './lock-entry.ts';

/**
 * package-lock.json and npm-shrinkwrap.json, every lockfileVersion: a member whose object begins with `version`, or
 * with the real `name` of an alias and then `version` (docs.npmjs.com, «package-lock.json»).
 */
export const readNpmLock: ReadLock = (lines) =>
  lines.flatMap((text, index): readonly LockEntry[] => {
    const path = /^\s+"([^"]+)": \{$/.exec(text)?.[1];
    if (path === undefined) return [];
    const alias = member(lines[index + 1], 'name');
    const version = member(lines[index + (alias === undefined ? 1 : 2)], 'version');
    const name = alias ?? path.replace(/^.*node_modules\//, '');
    return version === undefined ? [] : [{ type: 'npm', name, version, line: index + 1 }];
  });

/** Pipfile.lock: packages stand two levels down, `version` last of their members. */
export const readPipfileLock: ReadLock = (lines) => {
  const entries: LockEntry[] = [];
  let open: { readonly name: string; readonly line: number } | undefined;
  lines.forEach((text, index) => {
    const name = /^ {8}"([^"]+)": \{$/.exec(text)?.[1];
    if (name !== undefined) open = { name: pythonName(name), line: index + 1 };
    const version = /^ {12}"version": "==([^"]+)"/.exec(text)?.[1];
    if (version !== undefined && open !== undefined) entries.push({ type: 'pypi', ...open, version });
  });
  return entries;
};

function member(text: string | undefined, key: string): string | undefined {
  const [, name, value] = /^\s+"(name|version)": "([^"]*)",?$/.exec(text ?? '') ?? [];
  return name === key ? value : undefined;
}
