// Writes a waiver into the text of a policy file; every other character stays as it was.
import { isMap, isSeq, parseDocument, stringify, type YAMLSeq } from 'yaml';
import { UserError } from '../terms/errors.ts';
import type { Waiver } from '../terms/verdict.ts';

/** The file's new text. Errors: `UserError` policy when the text is no mapping or its `waivers` no list. */
export function addWaiver(text: string, waiver: Waiver, file: string): string {
  const document = parseDocument(text, { version: '1.2', schema: 'core', merge: false });
  const { contents, errors } = document;
  if (errors.length > 0 || !isMap(contents) || contents.flow === true) {
    throw new UserError('policy', `${file} is no mapping in YAML's block style`, 'Mend the file first.', {
      at: { file },
    });
  }
  const { rule, subject, reason, owner, expires } = waiver;
  const fields = { rule, subject, reason, owner, expires };
  const list: unknown = document.get('waivers', true);
  if (isSeq(list)) return insert(text, list, fields);
  if (document.has('waivers')) {
    throw new UserError('policy', `\`waivers\` of ${file} is no list`, 'Write `waivers: []`.', {
      at: { file, field: 'waivers' },
    });
  }
  return `${text}${text.endsWith('\n') || text === '' ? '' : '\n'}waivers:\n${item(fields, '  ')}`;
}

function insert(text: string, list: YAMLSeq, fields: object): string {
  const [start = 0, end = 0] = list.range ?? [];
  if (list.flow === true && list.items.length === 0) {
    return `${text.slice(0, start).trimEnd()}\n${item(fields, '  ').trimEnd()}${text.slice(end)}`;
  }
  if (list.flow === true) {
    const close = text.lastIndexOf(']', end);
    const inside = text.slice(0, close).trimEnd().replace(/,$/, '');
    return `${inside}, ${JSON.stringify(fields)}${text.slice(close)}`;
  }
  const line = text.lastIndexOf('\n', start - 1) + 1;
  const before = text.slice(0, line);
  return `${before}${item(fields, text.slice(line, start))}${text.slice(line)}`;
}

/** One entry of a block list, ended by a line break. */
function item(fields: object, indent: string): string {
  const lines = stringify(fields, { lineWidth: 0 }).trimEnd().split('\n');
  return lines.map((line, index) => `${indent}${index === 0 ? '- ' : '  '}${line}\n`).join('');
}
