// What is checked on the raw tokens of a YAML text before any parser builds something from it.
import { CST, Lexer, LineCounter } from 'yaml';
import { UserError, type UserErrorCode } from '../terms/errors.ts';

export interface YamlCeilings {
  readonly bytes: number;
  readonly depth: number;
  /** Anchors and aliases may stand: whoever reads the file resolves each by itself, and builds nothing out of all. */
  readonly aliases?: boolean;
}

export const policyCeilings: YamlCeilings = { bytes: 1_048_576, depth: 64 };

/** Runs over the tokens without recursion; throws `UserError` at the first thing that must not reach the parser. */
export function checkYamlCeilings(
  text: string,
  file: string,
  code: UserErrorCode = 'policy',
  ceilings: YamlCeilings = policyCeilings,
): void {
  const bytes = Buffer.byteLength(text);
  if (bytes > ceilings.bytes) {
    throw new UserError(
      code,
      `the file has ${bytes} bytes; at most ${ceilings.bytes} are read`,
      'Shorten the file.',
      { at: { file } },
    );
  }
  const lines = new LineCounter();
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);
  lines.lineStarts.unshift(0);
  const refuse = (offset: number, message: string, fix: string): never => {
    const { line, col } = lines.linePos(offset);
    throw new UserError(code, message, fix, { at: { file, line, column: col } });
  };
  const nesting = openNesting();
  let offset = 0;
  for (const token of new Lexer().lex(text)) {
    const type = CST.tokenType(token);
    // The lexer marks scalars and documents with control characters that are not in the text.
    if (type === 'scalar' || type === 'doc-mode' || type === 'flow-error-end') continue;
    if (ceilings.aliases !== true && (type === 'alias' || type === 'anchor')) {
      refuse(
        offset,
        `anchors and aliases (${token.slice(0, 40)}) are not read`,
        'Write the value out where it is used.',
      );
    }
    if (type === 'tag') refuse(offset, `tags (${token.slice(0, 40)}) are not read`, 'Remove the tag.');
    const depth = nesting.see(type, lines.linePos(offset).col);
    if (depth > ceilings.depth) {
      refuse(offset, `nested deeper than ${ceilings.depth} levels`, 'Flatten the file.');
    }
    offset += token.length;
  }
}

/** Counts open collections: brackets of flow style, columns of block style. */
function openNesting(): { see(type: string | null, column: number): number } {
  const block: { readonly column: number; readonly kind: 'map' | 'sequence' }[] = [];
  let flow = 0;
  let key: number | undefined;
  const open = (column: number, kind: 'map' | 'sequence'): void => {
    for (let top = block.at(-1); top !== undefined; top = block.at(-1)) {
      if (top.column < column || (top.column === column && (top.kind === kind || top.kind === 'map'))) break;
      block.pop();
    }
    const top = block.at(-1);
    if (top === undefined || top.column !== column || top.kind !== kind) block.push({ column, kind });
  };
  return {
    see(type, column) {
      if (type === 'newline') key = undefined;
      else if (type === 'flow-map-start' || type === 'flow-seq-start') flow += 1;
      else if (type === 'flow-map-end' || type === 'flow-seq-end') flow = Math.max(0, flow - 1);
      else if (flow === 0 && type === 'seq-item-ind') {
        open(column, 'sequence');
        key = undefined;
      } else if (flow === 0 && type === 'explicit-key-ind') {
        open(column, 'map');
        key = undefined;
      } else if (flow === 0 && type === 'map-value-ind') {
        open(key ?? column, 'map');
      } else if (type !== 'space' && type !== 'comment') key ??= column;
      return block.length + flow;
    },
  };
}
