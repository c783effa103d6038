// A place in an HCL text that only moves forward, and knows its line.
import type { FilePosition } from '../../../terms/errors.ts';
import { printed, refused } from './refused.ts';

const depthCeiling = 64;

export interface Cursor {
  /** Where the cursor stands, and its line. */
  place(): FilePosition;
  /** Whether this text stands here. */
  sees(literal: string): boolean;
  /** Goes past this text where it stands here. */
  take(literal: string): boolean;
  /** Goes past what a sticky expression matches here. */
  match(pattern: RegExp): string | undefined;
  /** Goes past spaces and comments, and past line ends where `lines` says so. */
  blank(lines: boolean): void;
  ended(): boolean;
  refuse(why: string, fix?: string): never;
  /** Work on something inside; too deep is refused. */
  nest<T>(work: () => T): T;
}

/** `firstLine`: the line of a text that was taken out of a file. */
export function openCursor(text: string, file: string, firstLine = 1): Cursor {
  let offset = 0;
  let line = firstLine;
  let depth = 0;
  const advance = (length: number): void => {
    for (let at = offset; at < offset + length; at += 1) if (text[at] === '\n') line += 1;
    offset += length;
  };
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = offset;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) advance(found.length);
    return found;
  };
  const refuse = (why: string, fix = printed): never => {
    throw refused({ file, line }, why, fix);
  };
  return {
    place: () => ({ file, line }),
    sees: (literal) => text.startsWith(literal, offset),
    take(literal) {
      const there = text.startsWith(literal, offset);
      if (there) advance(literal.length);
      return there;
    },
    match,
    blank(lines) {
      const space = lines ? /[ \t\r\n]+/y : /[ \t\r]+/y;
      while (match(space) ?? match(/(?:#|\/\/)[^\n]*/y) ?? match(/\/\*[\s\S]*?\*\//y));
      if (text.startsWith('/*', offset)) refuse('a comment has no end', 'Close it with `*/`.');
    },
    ended: () => offset >= text.length,
    refuse,
    nest(work) {
      depth += 1;
      if (depth > depthCeiling)
        refuse(`it is nested deeper than ${depthCeiling} levels`, 'Flatten the file.');
      const value = work();
      depth -= 1;
      return value;
    },
  };
}
