// Installed Python distributions: wheels (.dist-info), eggs and egg-info (packaging.python.org, core metadata).
import { type Analyzer, type Json, wholeBody } from '../image/analyzer.ts';
import type { ImageView, LayeredFact } from '../image/view.ts';
import type { FoundPackage, PackageFormat } from './format.ts';
import { formatPurl } from './purl.ts';
import { pythonRecord } from './pypi-record.ts';

const id = 'pypi';
const ceiling = 16 * 1024 * 1024;
const longestText = 512;

const metadata = /\.(?:dist-info\/METADATA|egg-info\/PKG-INFO|egg-info|egg\/EGG-INFO\/PKG-INFO)$/;
const record = /\.dist-info\/RECORD$/;

const analyzer: Analyzer = {
  id,
  version: 1,
  open(entry, sink) {
    const { path, type } = entry;
    if (type !== 'file' || !(path.includes('.dist-info/') || path.includes('.egg'))) return undefined;
    if (record.test(path)) {
      return wholeBody(entry, ceiling, sink, (body) =>
        sink.fact({ files: pythonRecord(path, body.toString('utf8')).join('\n') }),
      );
    }
    if (!metadata.test(path)) return undefined;
    return wholeBody(entry, ceiling, sink, (body) => {
      const found = readMetadata(body.toString('utf8'));
      if (found !== undefined) sink.fact({ metadata: found });
      else {
        sink.refuse({
          code: 'malformed',
          what: 'python package',
          path,
          message: `${path} states no name and version, so its package is not known`,
        });
      }
    });
  },
};

export const pypi: PackageFormat = {
  id,
  analyzer,
  assemble(view: ImageView) {
    const facts = view.facts(id).filter((fact) => fact.visible);
    const files = new Map(facts.map((fact) => [fact.path, field(fact.data, 'files')]));
    return { packages: facts.flatMap((fact) => toPackage(fact, files)), refusals: [] };
  },
};

/** PEP 503: lower case, runs of `-`, `_` and `.` as one `-`. */
export function pythonName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** `[name, version, …licences]` from the headers before the first empty line. */
function readMetadata(text: string): string[] | undefined {
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
  return name === '' || version === '' ? undefined : [name, version, ...licenses];
}

function toPackage(fact: LayeredFact, files: ReadonlyMap<string, Json | undefined>): FoundPackage[] {
  const stated = field(fact.data, 'metadata');
  const [rawName, version, ...licenses] = Array.isArray(stated)
    ? stated.filter((item) => typeof item === 'string')
    : [];
  if (rawName === undefined || version === undefined) return [];
  const name = pythonName(rawName);
  const purl = formatPurl({ type: id, name, version });
  if (purl.kind === 'invalid') return [];
  const owned = files.get(fact.path.replace(/METADATA$/, 'RECORD'));
  return [
    {
      purl: purl.text,
      type: id,
      name,
      version,
      ...(licenses.length === 0 ? {} : { licenses }),
      path: fact.path,
      layer: fact.layer,
      ...(typeof owned === 'string' && owned !== '' ? { files: owned.split('\n') } : {}),
    },
  ];
}

function field(data: Json, name: string): Json | undefined {
  if (data === null || typeof data !== 'object' || Array.isArray(data)) return undefined;
  return new Map(Object.entries(data)).get(name);
}
