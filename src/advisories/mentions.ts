// What a record's bytes speak of, without parsing them: most records of a dump concern no package of an image.
import { comparableName } from './record.ts';

const quote = 0x22;
const backslash = 0x5c;

/** Names of packages as `comparableName` writes them; perhaps also names of other things, never fewer. */
export function mentionedNames(body: Buffer, family: string): ReadonlySet<string> {
  return new Set(fieldValues(body, '"name"').map((name) => comparableName(family, name)));
}

/** Ecosystems, release included. */
export function mentionedEcosystems(body: Buffer): readonly string[] {
  return fieldValues(body, '"ecosystem"');
}

/** The oldest date that the text calls `modified`: never newer than the record's own. */
export function mentionedModified(body: Buffer): string | undefined {
  return fieldValues(body, '"modified"')
    .filter((date) => !Number.isNaN(Date.parse(date)))
    .sort()[0];
}

/** Whether the fields can be trusted to be found by their spelling: whole, and no letter written as `\u…`. */
export function isPlain(body: Buffer): boolean {
  let last = body.length - 1;
  while (last >= 0 && isSpace(body[last])) last -= 1;
  return body[last] === 0x7d && !body.includes('\\u');
}

/** Texts that follow a key; inside of a JSON text the key's quotes would be escaped. */
function fieldValues(body: Buffer, key: string): string[] {
  const values: string[] = [];
  for (let at = body.indexOf(key); at >= 0; at = body.indexOf(key, at)) {
    at = skipSpaces(body, at + key.length);
    if (body[at] !== 0x3a) continue;
    at = skipSpaces(body, at + 1);
    if (body[at] !== quote) continue;
    const end = endOfText(body, at + 1);
    values.push(textOf(body.toString('utf8', at + 1, end)));
    at = end;
  }
  return values;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function skipSpaces(body: Buffer, from: number): number {
  let at = from;
  while (isSpace(body[at])) at += 1;
  return at;
}

function endOfText(body: Buffer, from: number): number {
  let at = from;
  while (at < body.length && body[at] !== quote) at += body[at] === backslash ? 2 : 1;
  return Math.min(at, body.length);
}

/** Text that no JSON reader accepts stands for itself. */
function textOf(raw: string): string {
  if (!raw.includes('\\')) return raw;
  try {
    return String(JSON.parse(`"${raw}"`));
  } catch (error) {
    if (error instanceof SyntaxError) return raw;
    throw error;
  }
}
