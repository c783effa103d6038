// The image's accounts: /etc/passwd and whether /etc/shadow holds passwords.
import type { Analyzer } from '../../image/analyzer.ts';
import { wholeBody } from '../../image/analyzer.ts';
import type { ImageView } from '../../image/view.ts';

const ceiling = 1024 * 1024;

export const accountsAnalyzer: Analyzer = {
  id: 'accounts',
  version: 1,
  open(entry, sink) {
    if (entry.type !== 'file') return undefined;
    if (!/^(?:usr\/)?etc\/(?:passwd|shadow)$/.test(entry.path)) return undefined;
    const isShadow = entry.path.endsWith('shadow');
    return wholeBody(entry, ceiling, sink, (body) => {
      const rows = body
        .toString('latin1')
        .split('\n')
        .filter((line) => line.includes(':'));
      sink.fact(rows.map((line) => (isShadow ? shadowRow(line) : line.split(':').slice(0, 7).join(':'))));
    });
  },
};

/** Rows of one file, split at their colons; empty when it is not in the image. */
export function accountsFact(view: ImageView, path: string): readonly (readonly string[])[] {
  const target = view.resolve(path);
  const fact = view.facts(accountsAnalyzer.id).find((one) => one.visible && one.path === target);
  if (fact === undefined || !Array.isArray(fact.data)) return [];
  return fact.data.flatMap((line) => (typeof line === 'string' ? [line.split(':')] : []));
}

/** Name, and what kind of password: hashes stay where they are. */
function shadowRow(line: string): string {
  const [name = '', password = ''] = line.split(':');
  const kind = password === '' ? 'empty' : /^[!*]/.test(password) ? 'locked' : 'set';
  return `${name}:${kind}`;
}
