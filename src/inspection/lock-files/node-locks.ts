// Lock files of Yarn and pnpm, read line by line: their keys hold name and version or range.
import type { LockEntry, ReadLock } from './lock-entry.ts';

/** yarn.lock, version 1 (`version "1.2.3"`) and Berry (`version: 1.2.3`): a block of descriptors and its fields. */
export const readYarnLock: ReadLock = (lines) => {
  const entries: LockEntry[] = [];
  let open: { readonly name: string; readonly line: number } | undefined;
  lines.forEach((text, index) => {
    const name = /^"?((?:@[^@/"]+\/)?[^@/"\s]+)@[^:]*.*:$/.exec(text)?.[1];
    if (name !== undefined) open = { name, line: index + 1 };
    const version = /^ {2}version:? "?([^"\s]+)"?$/.exec(text)?.[1];
    if (version === undefined || open === undefined) return;
    entries.push({ type: 'npm', ...open, version });
    open = undefined;
  });
  return entries;
};

/** pnpm-lock.yaml: keys `name@1.2.3` (9), `/name@1.2.3` (6) and `/name/1.2.3` (5), peers in brackets or behind `_`. */
export const readPnpmLock: ReadLock = (lines) =>
  lines.flatMap((text, index): readonly LockEntry[] => {
    const key = /^ {2}(['"]?)\/?([^\s'"]+)\1:(?: \{\})?$/.exec(text)?.[2];
    const [, name, version] = /^((?:@[^@/]+\/)?[^@/]+)[@/](\d[^(_]*)/.exec(key ?? '') ?? [];
    return name === undefined || version === undefined
      ? []
      : [{ type: 'npm', name, version, line: index + 1 }];
  });
