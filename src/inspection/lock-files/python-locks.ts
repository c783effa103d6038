// Lock files of Python's tools: pinned requirements, and the TOML of Poetry, uv and PDM.
import { type LockEntry, pythonName, type ReadLock } from './lock-entry.ts';

/** `name[extra]==1.2.3 ; marker --hash=…` (pip, «Requirements File Format»); what is not pinned says no version. */
export const readRequirements: ReadLock = (lines) =>
  lines.flatMap((text, index): readonly LockEntry[] => {
    const [, name, version] =
      /^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*===?\s*([^\s;#\\,]+)/.exec(text) ?? [];
    return name === undefined || version === undefined
      ? []
      : [{ type: 'pypi', name: pythonName(name), version, line: index + 1 }];
  });

/** poetry.lock, uv.lock, pdm.lock: tables `[[package]]` with `name` and `version`. */
export const readTomlLock: ReadLock = (lines) => {
  const entries: LockEntry[] = [];
  let inside = false;
  let open: { readonly name: string; readonly line: number } | undefined;
  lines.forEach((text, index) => {
    if (/^\s*\[/.test(text)) {
      inside = text.trim() === '[[package]]';
      open = undefined;
    }
    const [, key, value = ''] = (inside ? /^(name|version) = "([^"]*)"/.exec(text) : null) ?? [];
    if (key === 'name') open = { name: pythonName(value), line: index + 1 };
    if (key === 'version' && open !== undefined) entries.push({ type: 'pypi', ...open, version: value });
  });
  return entries;
};
