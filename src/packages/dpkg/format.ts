// Debian packages: dpkg's database put together with owned files, licences and dependencies.
import type { ImageView, LayeredFact } from '../../image/view.ts';
import type { Refusal } from '../../terms/refusal.ts';
import { layerThatBrought } from '../bringing-layer.ts';
import type { AssembleContext, AssembledFormat, FoundPackage, PackageFormat } from '../format.ts';
import { rowsFromJson, textsOf } from '../json-rows.ts';
import { systemPurl } from '../system-purl.ts';
import { reachFact, visibleFacts } from '../visible-fact.ts';
import { docFolder, dpkgAnalyzer, infoFolder, statusFolder, statusPath } from './analyzer.ts';
import { dependencies, providers } from './depends.ts';
import { type Diversions, diversionsOf } from './diversions.ts';
import { type StatusRow, toStatusRow } from './status.ts';

export const dpkg: PackageFormat = { id: 'dpkg', analyzer: dpkgAnalyzer, assemble };

type Facts = ReadonlyMap<string, LayeredFact>;

interface Found {
  readonly row: StatusRow;
  readonly fact: LayeredFact;
  /** Index of the layer that installed it. */
  readonly layer: number;
  readonly purl: string;
}

function assemble(view: ImageView, { os }: AssembleContext): AssembledFormat {
  const facts = visibleFacts(view, dpkgAnalyzer.id);
  const refusals: Refusal[] = [];
  const found: Found[] = [];
  for (const fact of databases(view, facts, refusals)) {
    const { rows, broken } = rowsFromJson(fact.data);
    if (broken !== undefined)
      refusals.push(refuse(fact.path, `${fact.path} cannot be read whole: ${broken}`));
    const layerOf = layerThatBrought(view, dpkgAnalyzer.id, fact);
    for (const columns of rows) {
      const row = toStatusRow(columns);
      const purl = systemPurl('deb', row, os);
      if (purl.kind === 'ok') found.push({ row, fact, layer: layerOf(columns), purl: purl.text });
      else refusals.push(refuse(fact.path, `${fact.path} names a package that ${purl.reason}`));
    }
  }
  refusals.push(...orphans(facts, found));
  const installed = providers(found);
  const isAlone = uniqueNames(found);
  const diversions = diversionsOf(view);
  const packages = found.map((each) =>
    toPackage(view, facts, each, installed, isAlone(each.row.name), diversions),
  );
  return { packages, refusals };
}

function databases(view: ImageView, facts: Facts, refusals: Refusal[]): LayeredFact[] {
  const status = reachFact(view, facts, statusPath);
  if (status.kind === 'unread') refusals.push(refuse(statusPath, `${statusPath} ${status.reason}`));
  const folder = statusFolder.slice(0, -1);
  if (view.entry(folder)?.entry.type === 'symlink') {
    refusals.push(refuse(folder, `${folder} is a link, where package databases are not read`));
  }
  const single = [...facts.values()].filter(
    ({ path }) => path.startsWith(statusFolder) && !path.endsWith('.md5sums'),
  );
  return status.kind === 'fact' ? [status.fact, ...single] : single;
}

function toPackage(
  view: ImageView,
  facts: Facts,
  { row, fact, layer, purl }: Found,
  installed: ReadonlyMap<string, string>,
  isAlone: boolean,
  diversions: Diversions,
): FoundPackage {
  const licenses = licensesOf(view, facts, row.name);
  const files = diversions.of(filesOf(facts, row, fact, isAlone), row.name);
  const dependsOn = dependencies(row, installed);
  return {
    purl,
    type: 'deb',
    name: row.name,
    version: row.version,
    source: { name: row.sourceName, version: row.sourceVersion },
    path: fact.path,
    layer,
    ...(row.architecture === '' ? {} : { architecture: row.architecture }),
    ...(row.maintainer === '' ? {} : { vendor: row.maintainer }),
    ...(licenses.length === 0 ? {} : { licenses }),
    ...(files.length === 0 ? {} : { files }),
    ...(dependsOn.length === 0 ? {} : { dependsOn }),
  };
}

/** Documentation folders are often links to that of another package of the same source. */
function licensesOf(view: ImageView, facts: Facts, name: string): readonly string[] {
  const path = `${docFolder}${name}/copyright`;
  const direct = facts.get(path);
  if (direct !== undefined) return textsOf(direct.data);
  const linked = facts.get(view.resolve(path) ?? '');
  return linked === undefined ? [] : textsOf(linked.data);
}

/** Packages of `Multi-Arch: same` have the architecture in the name of their list. */
function filesOf(facts: Facts, row: StatusRow, fact: LayeredFact, isAlone: boolean): readonly string[] {
  const list = fact.path.startsWith(statusFolder)
    ? facts.get(`${fact.path}.md5sums`)
    : (facts.get(`${infoFolder}${row.name}:${row.architecture}.list`) ??
      (isAlone ? facts.get(`${infoFolder}${row.name}.list`) : undefined));
  return typeof list?.data === 'string' && list.data !== '' ? list.data.split('\n') : [];
}

function uniqueNames(found: readonly Found[]): (name: string) => boolean {
  const counts = new Map<string, number>();
  for (const { row } of found) counts.set(row.name, (counts.get(row.name) ?? 0) + 1);
  return (name) => counts.get(name) === 1;
}

/** A list of files whose package the status does not name: someone took the package out of the database. */
function orphans(facts: Facts, found: readonly Found[]): Refusal[] {
  const known = new Set(found.map(({ row }) => row.name));
  for (const name of absentNames(facts.get(statusPath))) known.add(name);
  const missing = new Set<string>();
  for (const path of facts.keys()) {
    if (!path.startsWith(infoFolder)) continue;
    const name = path.slice(infoFolder.length, -'.list'.length).split(':')[0] ?? '';
    if (!known.has(name)) missing.add(name);
  }
  if (missing.size === 0) return [];
  const examples = [...missing].sort().slice(0, 3).join(', ');
  const message = `${statusPath} does not name ${missing.size} packages whose files are listed in ${infoFolder}: ${examples}`;
  return [refuse(statusPath, message)];
}

function absentNames(fact: LayeredFact | undefined): readonly string[] {
  if (fact === undefined || fact.data === null || typeof fact.data !== 'object') return [];
  return textsOf(new Map(Object.entries(fact.data)).get('absent') ?? []);
}

function refuse(path: string, message: string): Refusal {
  return { code: 'unreadable-database', what: 'dpkg database', path, message };
}
