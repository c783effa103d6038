// Putting a language format together: each visible fact gives packages or one refusal.
import type { Json } from '../image/analyzer.ts';
import type { ImageView, LayeredFact } from '../image/view.ts';
import type { Refusal } from '../terms/refusal.ts';
import type { AssembledFormat, FoundPackage } from './format.ts';
import { formatPurl } from './purl.ts';
import type { PurlParts } from './purl-parts.ts';

export type Assembled = FoundPackage | Refusal;

/** Runs `assemble` over the visible facts of an analyzer; a file that a later layer removed says nothing. */
export function assembleFacts(
  view: ImageView,
  analyzer: string,
  assemble: (fact: LayeredFact) => readonly Assembled[],
): AssembledFormat {
  const packages: FoundPackage[] = [];
  const refusals: Refusal[] = [];
  for (const fact of view.facts(analyzer)) {
    if (!fact.visible) continue;
    for (const item of assemble(fact)) {
      if ('code' in item) refusals.push(item);
      else packages.push(item);
    }
  }
  return { packages, refusals };
}

/** A package found in the file of a fact, or the refusal of a name that no package URL can hold. */
export function packageOf(
  fact: LayeredFact,
  parts: PurlParts & { readonly type: string },
  shown: { readonly name: string; readonly version: string; readonly licenses?: readonly string[] },
): Assembled {
  const purl = formatPurl(parts);
  if (purl.kind === 'invalid') {
    return refusalOf(fact, `${parts.type} package`, `${fact.path} names a package that ${purl.reason}`);
  }
  const { licenses = [] } = shown;
  return {
    purl: purl.text,
    type: parts.type,
    name: shown.name,
    version: shown.version,
    ...(licenses.length === 0 ? {} : { licenses }),
    path: fact.path,
    layer: fact.layer,
  };
}

export function refusalOf(
  fact: LayeredFact,
  what: string,
  message: string,
  code: 'malformed' | 'unsupported' | 'ceiling' = 'malformed',
): Refusal {
  return { code, what, path: fact.path, message };
}

/** One field of a fact's object; undefined where there is none. */
export function factField(data: Json, name: string): Json | undefined {
  if (data === null || typeof data !== 'object' || Array.isArray(data)) return undefined;
  return new Map(Object.entries(data)).get(name);
}

/** The texts of a list. */
export function factTexts(data: Json | undefined): string[] {
  return Array.isArray(data) ? data.filter((item) => typeof item === 'string') : [];
}
