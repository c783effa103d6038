// Installed Python distributions: wheels (.dist-info), eggs and egg-info (packaging.python.org, core metadata).
import { type Analyzer, type Json, wholeBody } from '../image/analyzer.ts';
import type { LayeredFact } from '../image/view.ts';
import { ContentError } from '../terms/refusal.ts';
import { type Assembled, assembleFacts, factField, factTexts, packageOf, refusalOf } from './assembly.ts';
import type { PackageFormat } from './format.ts';
import { pythonRecord } from './pypi-record.ts';
import { openArchive } from './zip/archive.ts';

const id = 'pypi';
const ceiling = 16 * 1024 * 1024;
const eggCeiling = 64 * 1024 * 1024;
const longestText = 512;

/** An egg that was left packed: a ZIP that Python imports from. */
const packedEgg = /\.egg$/;
const metadata = /\.(?:dist-info\/METADATA|egg-info\/PKG-INFO|egg-info|egg\/EGG-INFO\/PKG-INFO)$/;
const record = /\.dist-info\/RECORD$/;

const analyzer: Analyzer = {
  id,
  version: 2,
  open(entry, sink) {
    const { path, type } = entry;
    if (type !== 'file' || !(path.includes('.dist-info/') || path.includes('.egg'))) return undefined;
    if (record.test(path)) {
      return wholeBody(entry, ceiling, sink, (body) =>
        sink.fact({ files: pythonRecord(path, body.toString('utf8')).join('\n') }),
      );
    }
    if (packedEgg.test(path)) {
      return wholeBody(entry, eggCeiling, sink, (body) => {
        const found = readEgg(body, path);
        if (found !== undefined) sink.fact(found);
      });
    }
    if (!metadata.test(path)) return undefined;
    return wholeBody(entry, ceiling, sink, (body) =>
      sink.fact({ metadata: readMetadata(body.toString('utf8')) }),
    );
  },
};

export const pypi: PackageFormat = {
  id,
  analyzer,
  assemble(view) {
    const records = new Map(
      view
        .facts(id)
        .filter((fact) => fact.visible && record.test(fact.path))
        .map((fact) => [fact.path, factField(fact.data, 'files')]),
    );
    return assembleFacts(view, id, (fact) => assemble(fact, records));
  },
};

/** What the egg says of itself, or why it cannot be read; undefined for bytes that are no ZIP. */
function readEgg(body: Buffer, path: string): Json | undefined {
  try {
    const egg = openArchive(body, path, { entries: 100_000, bytes: ceiling });
    if (egg === undefined) return undefined;
    const entry = [...egg.entries()].find(({ name }) => name === 'EGG-INFO/PKG-INFO');
    return { metadata: entry === undefined ? [] : readMetadata(egg.read(entry, ceiling).toString('utf8')) };
  } catch (error) {
    if (!(error instanceof ContentError)) throw error;
    return { broken: error.message };
  }
}

/** PEP 503: lower case, runs of `-`, `_` and `.` as one `-`. */
export function pythonName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** `[name, version, …licences]` from the headers before the first empty line; empty without the first two. */
function readMetadata(text: string): string[] {
  const end = text.search(/\r?\n\r?\n/);
  let name = '';
  let version = '';
  const licenses = new Set<string>();
  let declared = '';
  for (const line of (end < 0 ? text : text.slice(0, end)).split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon <= 0 || line.startsWith(' ') || line.startsWith('\t')) continue;
    const value = line.slice(colon + 1).trim();
    if (value === '' || value.length > longestText) continue;
    switch (line.slice(0, colon).toLowerCase()) {
      case 'name':
        name ||= value;
        break;
      case 'version':
        version ||= value;
        break;
      case 'license-expression':
        licenses.add(value);
        break;
      case 'license':
        declared = value;
        break;
      case 'classifier':
        if (value.startsWith('License :: ')) licenses.add(value.slice(value.lastIndexOf('::') + 2).trim());
    }
  }
  if (licenses.size === 0 && declared !== '' && declared !== 'UNKNOWN') licenses.add(declared);
  return name === '' || version === '' ? [] : [name, version, ...licenses];
}

function assemble(fact: LayeredFact, records: ReadonlyMap<string, Json | undefined>): Assembled[] {
  if (record.test(fact.path)) return [];
  const broken = factField(fact.data, 'broken');
  if (typeof broken === 'string') return [refusalOf(fact, 'python package', broken)];
  const [rawName, version, ...licenses] = factTexts(factField(fact.data, 'metadata'));
  if (rawName === undefined || version === undefined) {
    const message = `${fact.path} states no name and version, so its package is not known`;
    return [refusalOf(fact, 'python package', message)];
  }
  const name = pythonName(rawName);
  const found = packageOf(fact, { type: id, name, version }, { name, version, licenses });
  const owned = records.get(fact.path.replace(/METADATA$/, 'RECORD'));
  if ('code' in found || typeof owned !== 'string' || owned === '') return [found];
  return [{ ...found, files: owned.split('\n') }];
}
