// Licence names in machine-readable Debian copyright files (copyright-format 1.0, «DEP-5»).
import { eachParagraph } from './control.ts';

/** Short names of licences, sorted; undefined for a file that is prose. */
export function readLicenses(text: string): readonly string[] | undefined {
  if (!/^\s*Format(?:-Specification)?:/i.test(text)) return undefined;
  const names = new Set<string>();
  eachParagraph(text, (fields) => {
    const first = fields.get('license')?.split('\n')[0]?.trim();
    if (first !== undefined && first !== '' && first.length <= 200) names.add(first);
  });
  return [...names].sort();
}
