// Lines of manifests, found when asked: only the text of a document is kept, not its syntax tree.
import { isNode, LineCounter, parseDocument } from 'yaml';
import type { Resource, SourceDocument } from './resource.ts';
import type { Path } from './tree.ts';

interface Parsed {
  readonly document: ReturnType<typeof parseDocument>;
  readonly lines: LineCounter;
}

const parsed = new WeakMap<SourceDocument, Parsed>();

function parse(source: SourceDocument): Parsed {
  const known = parsed.get(source);
  if (known !== undefined) return known;
  const lines = new LineCounter();
  const document = parseDocument(source.text, { lineCounter: lines, logLevel: 'silent', uniqueKeys: false });
  const fresh = { document, lines };
  parsed.set(source, fresh);
  return fresh;
}

/** Line (from 1) of the deepest part of `path` that exists in the document. */
export function lineInDocument(source: SourceDocument, path: Path): number {
  const { document, lines } = parse(source);
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range !== undefined && node.range !== null) {
      return source.firstLine + lines.linePos(node.range[0]).line - 1;
    }
  }
  return source.firstLine;
}

/** Where a path of a resource is written: file and line, or the URN. */
export function placeOf(
  resource: Resource,
  path: Path = [],
): { readonly file: string; readonly line: number } | { readonly urn: string } {
  const { source } = resource;
  if (source.kind === 'urn') return { urn: source.urn };
  return { file: source.file, line: lineInDocument(source.document, [...source.prefix, ...path]) };
}

/** `web.yaml:12` or the URN. */
export function describePlace(resource: Resource, path: Path = []): string {
  const place = placeOf(resource, path);
  return 'urn' in place ? place.urn : `${place.file}:${place.line}`;
}
