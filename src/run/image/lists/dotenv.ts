// The file `.env` beside a Compose file (docs.docker.com/compose/how-tos/environment-variables/variable-interpolation).
import { interpolate } from './interpolation.ts';
import { refused } from './refused.ts';

/** `given`: the environment, which beats the file. Errors: `UserError` with the line. */
export function readDotenv(
  text: string,
  file: string,
  given: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [index, whole] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    const at = { file, line: index + 1 };
    const line = whole.trim().replace(/^export\s+/, '');
    if (line === '' || line.startsWith('#')) continue;
    const [, name, written = ''] = /^([A-Za-z_][\w.-]*)\s*=\s*(.*)$/.exec(line) ?? [];
    if (name === undefined) throw refused(at, 'this line sets no variable', 'Write NAME=value.');
    const quote = /^["']/.exec(written)?.[0] ?? '';
    const quoted = /^(?:'([^']*)'|"((?:\\.|[^"\\])*)")\s*(?:#.*)?$/.exec(written);
    if (quote !== '' && quoted === null)
      throw refused(at, 'a quoted value does not end on its line', 'Write it on one line.');
    const literal = quoted?.[1];
    const bare =
      quoted?.[2]?.replaceAll(/\\([nrt"\\$])/g, unescaped) ?? written.replace(/(?:^|\s)#.*$/, '').trim();
    const known = new Map([...values, ...given]);
    const filled = literal === undefined ? interpolate(bare, known) : { text: literal };
    if ('why' in filled) throw refused(at, filled.why, 'Set it in the environment, or above this line.');
    values.set(name, filled.text);
  }
  return new Map([...values, ...given]);
}

function unescaped(_: string, one: string): string {
  return { n: '\n', r: '\r', t: '\t', $: '$$' }[one] ?? one;
}
