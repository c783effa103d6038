// Maven artifacts: jars with the jars inside them, and unpacked applications (maven.apache.org, Maven Archiver).
import { type Analyzer, type Json, wholeBody } from '../../image/analyzer.ts';
import type { LayeredFact } from '../../image/view.ts';
import type { RefusalCode } from '../../terms/refusal.ts';
import { type Assembled, assembleFacts, factField, factTexts, packageOf, refusalOf } from '../assembly.ts';
import type { PackageFormat } from '../format.ts';
import { unnamedType } from '../unnamed.ts';
import type { Coordinates } from './coordinates.ts';
import { coordinatesIn, jarName, readJar } from './jar.ts';

const id = 'maven';
/** A jar must be whole in memory, since its directory stands at its end. */
const ceiling = 128 * 1024 * 1024;
const smallCeiling = 1024 * 1024;
const unpacked = /(?:^|\/)META-INF\/maven\/[^/]+\/[^/]+\/pom\.properties$/;

const analyzer: Analyzer = {
  id,
  version: 3,
  open(entry, sink) {
    const { path, type, size } = entry;
    if (type !== 'file') return undefined;
    if (path.endsWith('/pom.properties') && unpacked.test(path)) {
      return wholeBody(entry, smallCeiling, sink, (body) => {
        const found = coordinatesIn(body.toString('utf8'));
        if (found !== undefined) sink.fact({ artifacts: [textsOf(found)] });
      });
    }
    // Every entry of every layer comes by: most are told apart by one character.
    if (path.charAt(path.length - 4) !== '.' || !jarName.test(path)) return undefined;
    if (size > ceiling) {
      const message = `${path} has ${size} bytes; of a jar at most ${ceiling} are read`;
      sink.fact({ refused: [['ceiling', message]] });
      return undefined;
    }
    return wholeBody(entry, ceiling, sink, (body) => {
      const { artifacts, unnamed, refused } = readJar(body, path);
      if (artifacts.length + unnamed.length + refused.length === 0) return;
      sink.fact({ artifacts: artifacts.map(textsOf), unnamed, refused });
    });
  },
};

export const maven: PackageFormat = {
  id,
  analyzer,
  assemble: (view) => assembleFacts(view, id, assemble),
};

function textsOf({ group, artifact, version }: Coordinates): Json {
  return [group, artifact, version];
}

function assemble(fact: LayeredFact): Assembled[] {
  const seen = new Set<string>();
  const packages = rowsOf(fact.data, 'artifacts').flatMap(([namespace = '', name = '', version = '']) => {
    const found = packageOf(
      fact,
      { type: id, namespace, name, version },
      { name: `${namespace}:${name}`, version },
    );
    const key = 'purl' in found ? found.purl : found.message;
    if (seen.has(key)) return [];
    seen.add(key);
    return [found];
  });
  const unnamed = unnamedIn(fact);
  const refused = rowsOf(fact.data, 'refused').map(([code = '', message = '']) =>
    refusalOf(fact, 'jar', message, isRefusalCode(code) ? code : 'malformed'),
  );
  return [...packages, ...unnamed, ...refused];
}

/** One a name and version, with every place where it lies. */
function unnamedIn(fact: LayeredFact): Assembled[] {
  const groups = Map.groupBy(rowsOf(fact.data, 'unnamed'), ([, ...library]) => JSON.stringify(library));
  return [...groups.values()].map((rows) => {
    const [[, name = '', version = ''] = []] = rows;
    const found = packageOf(fact, { type: unnamedType, name, version }, { name, version });
    return 'code' in found ? found : { ...found, places: rows.map(([place = '']) => place) };
  });
}

function rowsOf(data: Json, name: string): string[][] {
  const rows = factField(data, name);
  return Array.isArray(rows) ? rows.map(factTexts) : [];
}

function isRefusalCode(code: string): code is Extract<RefusalCode, 'ceiling' | 'malformed'> {
  return code === 'ceiling' || code === 'malformed';
}
