// HCL's bodies: attributes and blocks, one a line.
import { type Cursor, openCursor } from './hcl-cursor.ts';
import { identifier, readExpression } from './hcl-expressions.ts';
import type { Block, Body, Expression } from './hcl-syntax.ts';

/** Errors: `UserError` with the line of what is not read. */
export function readHcl(text: string, file: string): Body {
  const cursor = openCursor(text.replace(/^\ufeff/, ''), file);
  return readBody(cursor, () => cursor.ended());
}

function readBody(cursor: Cursor, ended: () => boolean): Body {
  const attributes = new Map<string, Expression>();
  const blocks: Block[] = [];
  for (;;) {
    cursor.blank(true);
    if (ended()) return { attributes, blocks };
    const at = cursor.place();
    const name = cursor.match(identifier);
    if (name === undefined) cursor.refuse('neither an attribute nor a block begins here', 'Mend the line.');
    cursor.blank(false);
    if (cursor.sees('=') && !cursor.sees('==')) {
      cursor.take('=');
      if (attributes.has(name)) cursor.refuse(`${name} stands twice`, 'Keep one of the two.');
      attributes.set(name, readExpression(cursor));
    } else blocks.push({ type: name, at, ...readBlock(cursor, name) });
    cursor.blank(false);
    if (!ended() && cursor.match(/\n/y) === undefined)
      cursor.refuse('a line end is missing', 'Begin a new line.');
  }
}

function readBlock(cursor: Cursor, type: string): Pick<Block, 'labels' | 'body'> {
  const labels: string[] = [];
  for (;;) {
    cursor.blank(false);
    if (cursor.take('{')) break;
    const label = cursor.match(/"[^"\\\n$%]*"/y) ?? cursor.match(identifier);
    if (label === undefined) cursor.refuse(`the block ${type} has no body`, 'Open it with `{`.');
    labels.push(label.replaceAll('"', ''));
  }
  const body = cursor.nest(() =>
    readBody(cursor, () => {
      if (cursor.ended()) cursor.refuse(`the block ${type} has no end`, 'Close it with `}`.');
      return cursor.sees('}');
    }),
  );
  cursor.take('}');
  return { labels, body };
}
