// dpkg's diversions: files that are installed under another name than their package gives them (dpkg-divert(1)).
import type { ImageView, LayeredFact } from '../../image/view.ts';
import { textsOf } from '../json-rows.ts';
import { reachFact, visibleFacts } from '../visible-fact.ts';
import { diversionsPath, dpkgAnalyzer } from './analyzer.ts';

export interface Diversion {
  /** Without leading slash, as the database writes them. */
  readonly from: string;
  readonly to: string;
  /** Undefined: the administrator, for every package. */
  readonly by?: string;
}

export interface Diversions {
  readonly all: readonly Diversion[];
  /** What says so. */
  readonly fact?: LayeredFact;
  /** Where the file of a package is, as dpkg has it. */
  locate(path: string, owner: string): string;
  /** The same of all its files; the very list where none of them is diverted. */
  of(files: readonly string[], owner: string): readonly string[];
}

export function diversionsOf(view: ImageView): Diversions {
  const reached = reachFact(view, visibleFacts(view, dpkgAnalyzer.id), diversionsPath);
  if (reached.kind !== 'fact') return { all: [], locate: (path) => path, of: (files) => files };
  const texts = textsOf(reached.fact.data);
  const all: Diversion[] = [];
  for (let at = 0; at + 2 < texts.length; at += 3) {
    const [from = '', to = '', by = ''] = texts.slice(at, at + 3);
    all.push({ from, to, ...(by === ':' ? {} : { by }) });
  }
  const byPath = new Map(all.map((one) => [one.from, one]));
  const locate = (path: string, owner: string): string => {
    const diversion = byPath.get(path);
    return diversion === undefined || diversion.by === owner ? path : diversion.to;
  };
  const of = (files: readonly string[], owner: string): readonly string[] =>
    files.some((file) => byPath.has(file)) ? files.map((file) => locate(file, owner)) : files;
  return { all, fact: reached.fact, locate, of };
}
