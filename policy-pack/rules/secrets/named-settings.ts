// What the lines of a file of settings give a name to.
import type { NamedValue } from './named-values.ts';

/** Lines `name=value` or `name: value` of a file of properties or variables. */
export function namedInSettings(text: string): readonly NamedValue[] {
  return text.split('\n').flatMap((line, at) => {
    const [, name, value] = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*[=:]\s*(\S.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) return [];
    return [{ name, value: value.trimEnd().replace(/^(["'])(.*)\1$/, '$2'), at }];
  });
}
