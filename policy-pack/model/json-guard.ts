// Judges JSON text before it is parsed: depth, and keys that occur twice in one object.

export interface JsonFault {
  readonly offset: number;
  readonly message: string;
}

/**
 * The first fault of a JSON text, or `undefined`. Only brackets and strings are looked at: text that is
 * no JSON is left to the parser to refuse. Keys are compared after their escapes are read.
 */
export function jsonFault(text: string, maximumDepth: number): JsonFault | undefined {
  /** One entry an open bracket; a set for an object. */
  const open: (Set<string> | undefined)[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x7b || code === 0x5b) {
      open.push(code === 0x7b ? new Set() : undefined);
      if (open.length > maximumDepth) {
        return { offset: index, message: `nested deeper than ${maximumDepth} levels` };
      }
    } else if (code === 0x7d || code === 0x5d) {
      open.pop();
    } else if (code === 0x22) {
      const end = endOfString(text, index);
      const keys = open.at(-1);
      if (keys !== undefined && isFollowedByColon(text, end + 1)) {
        const raw = text.slice(index, end + 1);
        const key = raw.includes('\\') ? readEscapes(raw) : raw.slice(1, -1);
        if (keys.has(key)) return { offset: index, message: `the key ${JSON.stringify(key)} occurs twice` };
        keys.add(key);
      }
      index = end;
    }
  }
  return undefined;
}

function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x5c) index += 1;
    else if (code === 0x22) return index;
  }
  return text.length;
}

function isFollowedByColon(text: string, start: number): boolean {
  let index = start;
  while (index < text.length && /\s/.test(text.charAt(index))) index += 1;
  return text.charAt(index) === ':';
}

function readEscapes(raw: string): string {
  try {
    return String(JSON.parse(raw));
  } catch {
    return raw;
  }
}
