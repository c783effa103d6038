// A small reader of XML documents as tools write them: elements, attributes, text; no DTD, no outside entities.
import { ContentError } from '../../terms/refusal.ts';

export interface XmlElement {
  /** Without its prefix. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Its own text and that of everything in it. */
  readonly text: string;
}

interface Open {
  readonly raw: string;
  readonly element: { name: string; attributes: Map<string, string>; children: XmlElement[]; text: string };
}

const ceilings = { depth: 200, elements: 2_000_000 } as const;
const token =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<\/([^\s<>/]+)\s*>|<([^\s<>/!?]+)((?:\s+[^\s<>/=]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/gy;
const attribute = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** Errors: ContentError `malformed`, `unsupported` (a DTD) or `ceiling`. */
export function readXml(text: string): XmlElement {
  const root: Open = { raw: '', element: { name: '', attributes: new Map(), children: [], text: '' } };
  const stack: Open[] = [root];
  let elements = 0;
  const source = text.replace(/^\ufeff/, '');
  token.lastIndex = 0;
  while (token.lastIndex < source.length) {
    const at = token.lastIndex;
    const found = token.exec(source);
    if (found === null) {
      if (source.startsWith('<!DOCTYPE', at))
        throw refuse('unsupported', 'has a document type declaration, which is not read');
      throw refuse('malformed', `is not XML at character ${at}`);
    }
    const [, data, closed, opened, written = '', empty, plain] = found;
    const top = stack.at(-1) ?? root;
    if (plain !== undefined) top.element.text += decode(plain);
    else if (data !== undefined) top.element.text += data;
    else if (closed !== undefined) {
      if (top === root || top.raw !== closed)
        throw refuse('malformed', `closes ${closed} where it is not open`);
      stack.pop();
      const parent = stack.at(-1) ?? root;
      parent.element.text += top.element.text;
    } else if (opened !== undefined) {
      elements += 1;
      if (elements > ceilings.elements)
        throw refuse('ceiling', `has more than ${ceilings.elements} elements`);
      if (stack.length > ceilings.depth) throw refuse('ceiling', `is nested deeper than ${ceilings.depth}`);
      const element = { name: localName(opened), attributes: attributesOf(written), children: [], text: '' };
      top.element.children.push(element);
      if (empty === '') stack.push({ raw: opened, element });
    }
  }
  const [first, ...more] = root.element.children;
  if (stack.length > 1 || first === undefined || more.length > 0)
    throw refuse('malformed', 'is not one whole XML element');
  return first;
}

/** Every element of a name at or below one, in document order. */
export function* elementsNamed(element: XmlElement, name: string): Iterable<XmlElement> {
  if (element.name === name) yield element;
  for (const child of element.children) yield* elementsNamed(child, name);
}

function attributesOf(written: string): Map<string, string> {
  return new Map(
    [...written.matchAll(attribute)].map(([, name = '', double, single]) => [
      localName(name),
      decode(double ?? single ?? ''),
    ]),
  );
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

const entities: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

function decode(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w+));/g,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return entities.get(name) ?? whole;
      const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    },
  );
}

function refuse(code: 'malformed' | 'unsupported' | 'ceiling', why: string): ContentError {
  return new ContentError({ code, what: 'XML', message: `the document ${why}` });
}
