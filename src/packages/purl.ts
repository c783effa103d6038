// Package URLs: read, checked, and written in canonical form (package-url/purl-spec, ECMA-427).
import { conform } from './purl-conform.ts';
import { decode, encode, encodeSegments } from './purl-encoding.ts';
import type { ParsedPurl, Purl, PurlParts } from './purl-parts.ts';

export type FormattedPurl =
  | { readonly kind: 'ok'; readonly text: string }
  | { readonly kind: 'invalid'; readonly reason: string };

export type ValidatedPurl =
  | { readonly kind: 'ok'; readonly canonical: string; readonly isCanonical: boolean }
  | { readonly kind: 'invalid'; readonly reason: string };

/** Longest package URL that is read, in UTF-16 units. */
export const purlCeiling = 16_384;

/** Reads a package URL. Never throws; nothing that a type forbids is repaired. */
export function parsePurl(text: string): ParsedPurl {
  const split = splitPurl(text);
  return split.kind === 'invalid' ? split : conform(split.parts, 'strict');
}

/** The canonical text of the parts; invalid where the type forbids them. */
export function formatPurl(parts: PurlParts): FormattedPurl {
  const conformed = conform(parts, 'strict');
  return conformed.kind === 'invalid' ? conformed : { kind: 'ok', text: writePurl(conformed.purl) };
}

/** Says whether a package URL is canonical, and what it should be; upper-case qualifier keys are repaired. */
export function validatePurl(text: string): ValidatedPurl {
  const split = splitPurl(text);
  if (split.kind === 'invalid') return split;
  const conformed = conform(split.parts, 'lenient');
  if (conformed.kind === 'invalid') return conformed;
  const canonical = writePurl(conformed.purl);
  return { kind: 'ok', canonical, isCanonical: canonical === text };
}

/** Canonical text of a purl that was parsed or conformed. */
export function writePurl(purl: Purl): string {
  const namespace = purl.namespace === undefined ? '' : `${encodeSegments(purl.namespace)}/`;
  const name = purl.type === 'git' ? encodeSegments(purl.name) : encode(purl.name);
  const version = purl.version === undefined ? '' : `@${encode(purl.version)}`;
  const qualifiers = [...purl.qualifiers].map(([key, value]) => `${key}=${encode(value)}`).join('&');
  const subpath = purl.subpath === undefined ? '' : `#${encodeSegments(purl.subpath)}`;
  return `pkg:${purl.type}/${namespace}${name}${version}${qualifiers && `?${qualifiers}`}${subpath}`;
}

/** Type, namespace and name alone: what stays the same when a package is updated. */
export function versionlessPurl(purl: Purl): string {
  return writePurl({
    type: purl.type,
    name: purl.name,
    ...(purl.namespace === undefined ? {} : { namespace: purl.namespace }),
    qualifiers: new Map(),
  });
}

type Split =
  | { readonly kind: 'parts'; readonly parts: PurlParts }
  | { readonly kind: 'invalid'; readonly reason: string };

function splitPurl(text: string): Split {
  if (text.length > purlCeiling) return invalid(`longer than ${purlCeiling} characters`);
  const hash = text.indexOf('#');
  const beforeHash = hash < 0 ? text : text.slice(0, hash);
  const mark = beforeHash.indexOf('?');
  const main = mark < 0 ? beforeHash : beforeHash.slice(0, mark);
  if (main.slice(0, 4).toLowerCase() !== 'pkg:') return invalid('does not start with pkg:');
  const path = trimSlashes(main.slice(4));
  const slash = path.indexOf('/');
  if (slash < 0) return invalid('has no name after its type');
  const rest = path.slice(slash + 1);
  const at = versionMark(rest);
  const location = trimSlashes(at < 0 ? rest : rest.slice(0, at));
  const lastSlash = location.lastIndexOf('/');
  const namespace = decode(location.slice(0, Math.max(lastSlash, 0)));
  const name = decode(location.slice(lastSlash + 1));
  const version = decode(at < 0 ? '' : rest.slice(at + 1));
  const subpath = decode(hash < 0 ? '' : text.slice(hash + 1));
  const qualifiers = splitQualifiers(mark < 0 ? '' : beforeHash.slice(mark + 1));
  if (
    namespace === undefined ||
    name === undefined ||
    version === undefined ||
    subpath === undefined ||
    qualifiers === undefined
  ) {
    return invalid('has a percent sign that begins no UTF-8 character');
  }
  if (at > 0 && rest[at - 1] === '/') return invalid('has no name before its version');
  return {
    kind: 'parts',
    parts: { type: path.slice(0, slash), namespace, name, version, qualifiers, subpath },
  };
}

/** The `@` that begins the version: the last one, unless it stands in the path or begins a scope. */
function versionMark(rest: string): number {
  const at = rest.lastIndexOf('@');
  const beginsSegment = at === 0 || rest[at - 1] === '/';
  return beginsSegment && rest.includes('/', at) ? -1 : at;
}

function splitQualifiers(text: string): [string, string][] | undefined {
  const pairs: [string, string][] = [];
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const value = decode(equals < 0 ? '' : pair.slice(equals + 1));
    if (value === undefined) return undefined;
    pairs.push([equals < 0 ? pair : pair.slice(0, equals), value]);
  }
  return pairs;
}

function trimSlashes(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text[start] === '/') start += 1;
  while (end > start && text[end - 1] === '/') end -= 1;
  return text.slice(start, end);
}

function invalid(reason: string): { kind: 'invalid'; reason: string } {
  return { kind: 'invalid', reason };
}
