// Relations between installed Debian packages (deb-control(5), Depends and Provides).
import type { StatusRow } from './status.ts';

/** Purls by package name and by provided name, of what is installed. */
export function providers(
  packages: readonly { readonly row: StatusRow; readonly purl: string }[],
): ReadonlyMap<string, string> {
  const byName = new Map<string, string>();
  for (const { row, purl } of packages) if (!byName.has(row.name)) byName.set(row.name, purl);
  for (const { row, purl } of packages) {
    for (const name of names(row.provides)) if (!byName.has(name)) byName.set(name, purl);
  }
  return byName;
}

/** Purls that a package depends on, sorted; of alternatives the first that is installed. */
export function dependencies(row: StatusRow, installed: ReadonlyMap<string, string>): readonly string[] {
  const found = new Set<string>();
  for (const clause of row.depends.split(',')) {
    const purl = clause
      .split('|')
      .flatMap(names)
      .map((name) => installed.get(name))
      .find((known) => known !== undefined);
    if (purl !== undefined) found.add(purl);
  }
  return [...found].sort();
}

function names(relations: string): string[] {
  return relations.split(',').flatMap((relation) => /^\s*([a-z0-9][a-z0-9+.-]*)/.exec(relation)?.[1] ?? []);
}
