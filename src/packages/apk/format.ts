// apk packages: Alpine, Wolfi, Chainguard and kin.
import type { Analyzer } from '../../image/analyzer.ts';
import { wholeBody } from '../../image/analyzer.ts';
import type { ImageView, LayeredFact } from '../../image/view.ts';
import type { OperatingSystem } from '../../terms/package.ts';
import type { Refusal } from '../../terms/refusal.ts';
import { layerThatBrought } from '../bringing-layer.ts';
import type { AssembleContext, AssembledFormat, FoundPackage, PackageFormat } from '../format.ts';
import { rowsFromJson, rowsToJson } from '../json-rows.ts';
import { systemPurl } from '../system-purl.ts';
import { reachFact, visibleFacts } from '../visible-fact.ts';
import { type ApkRow, readInstalled, toApkRow } from './database.ts';

/** Since apk-tools 3 the database may lie under `usr`, with a link at the old place. */
const paths = ['lib/apk/db/installed', 'usr/lib/apk/db/installed'] as const;
const ceiling = 128 * 1024 * 1024;

const analyzer: Analyzer = {
  id: 'apk',
  version: 2,
  open(entry, sink) {
    if (entry.type !== 'file' || !paths.some((path) => path === entry.path)) return undefined;
    return wholeBody(entry, ceiling, sink, (body) =>
      sink.fact(rowsToJson(readInstalled(body.toString('utf8')))),
    );
  },
};

export const apk: PackageFormat = { id: 'apk', analyzer, assemble };

function assemble(view: ImageView, { os }: AssembleContext): AssembledFormat {
  const facts = visibleFacts(view, analyzer.id);
  const refusals: Refusal[] = [];
  const seen = new Map<string, LayeredFact>();
  for (const path of paths) {
    const reached = reachFact(view, facts, path);
    if (reached.kind === 'unread') refusals.push(refuse(path, `${path} ${reached.reason}`));
    if (reached.kind === 'fact') seen.set(reached.fact.path, reached.fact);
  }
  const packages = [...seen.values()].flatMap((fact) => fromDatabase(view, fact, os, refusals));
  return { packages, refusals };
}

function fromDatabase(
  view: ImageView,
  fact: LayeredFact,
  os: OperatingSystem | undefined,
  refusals: Refusal[],
): FoundPackage[] {
  const { rows, broken } = rowsFromJson(fact.data);
  if (broken !== undefined) refusals.push(refuse(fact.path, `${fact.path} cannot be read whole: ${broken}`));
  const layerOf = layerThatBrought(view, analyzer.id, fact);
  const found = rows.flatMap((columns) => {
    const row = toApkRow(columns);
    const purl = systemPurl('apk', row, os);
    if (purl.kind === 'ok') return [{ row, purl: purl.text, layer: layerOf(columns) }];
    refusals.push(refuse(fact.path, `${fact.path} names a package that ${purl.reason}`));
    return [];
  });
  const installed = new Map<string, string>();
  for (const { row, purl } of found) installed.set(row.name, purl);
  for (const { row, purl } of found) {
    for (const name of relations(row.provides)) if (!installed.has(name)) installed.set(name, purl);
  }
  return found.map(({ row, purl, layer }) => toPackage(row, purl, { ...fact, layer }, installed));
}

function toPackage(
  row: ApkRow,
  purl: string,
  { path, layer }: Pick<LayeredFact, 'path' | 'layer'>,
  installed: ReadonlyMap<string, string>,
): FoundPackage {
  const dependsOn = new Set(relations(row.depends).flatMap((name) => installed.get(name) ?? []));
  return {
    purl,
    type: 'apk',
    name: row.name,
    version: row.version,
    source: { name: row.origin === '' ? row.name : row.origin, version: row.version },
    path,
    layer,
    ...(row.architecture === '' ? {} : { architecture: row.architecture }),
    ...(row.license === '' ? {} : { licenses: [row.license] }),
    ...(row.maintainer === '' ? {} : { vendor: row.maintainer }),
    ...(row.files === '' ? {} : { files: row.files.split('\n') }),
    ...(dependsOn.size === 0 ? {} : { dependsOn: [...dependsOn].sort() }),
  };
}

/** Names such as `so:libc.musl-x86_64.so.1=1` without their versions; conflicts (`!name`) are none. */
function relations(text: string): string[] {
  return text
    .split(/\s+/)
    .filter((word) => word !== '' && !word.startsWith('!'))
    .map((word) => word.replace(/[<>=~@].*$/s, ''));
}

function refuse(path: string, message: string): Refusal {
  return { code: 'unreadable-database', what: 'apk database', path, message };
}
