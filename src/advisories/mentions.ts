// What a record's text speaks of, without parsing it: most records of a dump concern no package of an image.
import { comparableName } from './record.ts';

const nameField = /"name"\s*:\s*"((?:[^"\\]|\\.)*)"/g;
const ecosystemField = /"ecosystem"\s*:\s*"((?:[^"\\]|\\.)*)"/g;
const modifiedField = /"modified"\s*:\s*"([^"\\]*)"/g;

/** Names of packages as `comparableName` writes them; perhaps also names of other things, never fewer. */
export function mentionedNames(text: string, family: string): ReadonlySet<string> {
  return new Set(fieldValues(text, nameField).map((name) => comparableName(family, name)));
}

/** Ecosystems, release included. */
export function mentionedEcosystems(text: string): readonly string[] {
  return fieldValues(text, ecosystemField);
}

/** The oldest date that the text calls `modified`: never newer than the record's own. */
export function mentionedModified(text: string): string | undefined {
  return fieldValues(text, modifiedField)
    .filter((date) => !Number.isNaN(Date.parse(date)))
    .sort()[0];
}

/** Whether the fields can be trusted to be found by their spelling: whole, and no letter written as `\u…`. */
export function isPlain(text: string): boolean {
  return !text.includes('\\u') && text.trimEnd().endsWith('}');
}

function fieldValues(text: string, field: RegExp): string[] {
  return Array.from(text.matchAll(field), ([, raw = '']) => (raw.includes('\\') ? unescaped(raw) : raw));
}

/** Text that no JSON reader accepts stands for itself. */
function unescaped(raw: string): string {
  try {
    return String(JSON.parse(`"${raw}"`));
  } catch (error) {
    if (error instanceof SyntaxError) return raw;
    throw error;
  }
}
