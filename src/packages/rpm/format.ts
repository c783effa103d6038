// rpm packages: Red Hat's family, SUSE's, and others.
import type { ImageView, LayeredFact } from '../../image/view.ts';
import type { OperatingSystem } from '../../terms/package.ts';
import type { Refusal } from '../../terms/refusal.ts';
import { layerThatBrought } from '../bringing-layer.ts';
import type { AssembleContext, AssembledFormat, FoundPackage, PackageFormat } from '../format.ts';
import type { ReadRows } from '../json-rows.ts';
import { systemPurl } from '../system-purl.ts';
import { reachFact, visibleFacts } from '../visible-fact.ts';
import { folders, otherDatabases, rpmAnalyzer, sqliteName } from './analyzer.ts';
import { currentRows } from './current-rows.ts';
import { isKeyRow, type RpmRow, toRpmRow } from './database.ts';

export const rpm: PackageFormat = { id: 'rpm', analyzer: rpmAnalyzer, assemble };

function assemble(view: ImageView, { os }: AssembleContext): AssembledFormat {
  const facts = visibleFacts(view, rpmAnalyzer.id);
  const refusals: Refusal[] = [];
  const databases = new Map<string, LayeredFact>();
  for (const folder of folders) {
    for (const [name, kind] of otherDatabases) {
      const path = `${folder}${name}`;
      if (facts.has(path)) refusals.push(refuse(path, `${path} is ${kind}, which cannot be read yet`));
    }
    const path = `${folder}${sqliteName}`;
    const reached = reachFact(view, facts, path);
    if (reached.kind === 'unread') refusals.push(refuse(path, `${path} ${reached.reason}`));
    if (reached.kind === 'fact') databases.set(reached.fact.path, reached.fact);
  }
  const packages = [...databases.values()].flatMap((fact) => {
    const current = currentRows(facts, fact);
    if (current.pending !== undefined) refusals.push(refuse(current.pending.path, current.pending.message));
    return fromDatabase(view, fact, current, os, refusals);
  });
  return { packages, refusals };
}

interface Found {
  readonly row: RpmRow;
  readonly purl: string;
  /** Index of the layer that installed it. */
  readonly layer: number;
}

function fromDatabase(
  view: ImageView,
  fact: LayeredFact,
  { rows, broken }: ReadRows,
  os: OperatingSystem | undefined,
  refusals: Refusal[],
): FoundPackage[] {
  if (broken !== undefined) refusals.push(refuse(fact.path, `${fact.path} cannot be read whole: ${broken}`));
  const layerOf = layerThatBrought(view, rpmAnalyzer.id, fact);
  const found = rows.flatMap((columns): Found[] => {
    if (isKeyRow(columns)) return [];
    const row = toRpmRow(columns);
    const parts = { ...row, epoch: hasEpoch(row) ? row.epoch : '', upstream: row.sourceRpm };
    const purl = systemPurl('rpm', parts, os);
    if (purl.kind === 'ok') return [{ row, purl: purl.text, layer: layerOf(columns) }];
    refusals.push(refuse(fact.path, `${fact.path} names a package that ${purl.reason}`));
    return [];
  });
  const installed = providers(found);
  return found.map((each) => toPackage(each, fact.path, installed));
}

function toPackage(
  { row, purl, layer }: Found,
  path: string,
  installed: ReadonlyMap<string, string>,
): FoundPackage {
  const epoch = hasEpoch(row) ? `${row.epoch}:` : '';
  const source = /^(.+)-([^-]+-[^-]+)\.(?:no)?src\.rpm$/.exec(row.sourceRpm);
  const required = lines(row.requires).flatMap((name) => installed.get(name) ?? []);
  const dependsOn = [...new Set(required)].filter((each) => each !== purl).sort();
  return {
    purl,
    type: 'rpm',
    name: row.name,
    version: `${epoch}${row.version}`,
    path,
    layer,
    signer: row.signer,
    ...(row.architecture === '' ? {} : { architecture: row.architecture }),
    ...(source?.[1] === undefined ? {} : { source: { name: source[1], version: `${epoch}${source[2]}` } }),
    ...(row.vendor === '' ? {} : { vendor: row.vendor }),
    ...(row.license === '' ? {} : { licenses: [row.license] }),
    ...(row.files === '' ? {} : { files: lines(row.files) }),
    ...(dependsOn.length === 0 ? {} : { dependsOn }),
  };
}

/** What may be required: names, provided names, and paths of files. */
function providers(found: readonly Found[]): ReadonlyMap<string, string> {
  const asked = new Set(found.flatMap(({ row }) => lines(row.requires)));
  const installed = new Map<string, string>();
  for (const { row, purl } of found) {
    for (const name of [row.name, ...lines(row.provides)])
      if (!installed.has(name)) installed.set(name, purl);
    for (const file of lines(row.files)) {
      const path = `/${file}`;
      if (asked.has(path) && !installed.has(path)) installed.set(path, purl);
    }
  }
  return installed;
}

function hasEpoch({ epoch }: RpmRow): boolean {
  return epoch !== '' && epoch !== '0';
}

function lines(text: string): string[] {
  return text === '' ? [] : text.split('\n');
}

function refuse(path: string, message: string): Refusal {
  return { code: 'unreadable-database', what: 'rpm database', path, message };
}
