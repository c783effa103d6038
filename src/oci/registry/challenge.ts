// Reads `WWW-Authenticate` (RFC 9110 §11.6.1): one header may hold several challenges.

export interface Challenge {
  /** In lower case: `bearer`, `basic`. */
  readonly scheme: string;
  /** Names in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
}

const token = /[!#$%&'*+.^_`|~0-9A-Za-z-]+/y;
const parameter = /\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*))/y;

/** Every challenge of the header, in order; what cannot be read ends the list. */
export function parseChallenges(header: string): readonly Challenge[] {
  const challenges: Challenge[] = [];
  let at = 0;
  const skip = () => {
    while (at < header.length && ' \t,'.includes(header[at] ?? '')) at += 1;
  };
  for (skip(); at < header.length; skip()) {
    token.lastIndex = at;
    const scheme = token.exec(header)?.[0];
    if (scheme === undefined) break;
    at += scheme.length;
    const parameters = new Map<string, string>();
    for (;;) {
      const before = at;
      skip();
      parameter.lastIndex = at;
      const found = parameter.exec(header);
      if (found === null) {
        at = before;
        break;
      }
      at += found[0].length;
      const [, name = '', quoted, bare = ''] = found;
      parameters.set(name.toLowerCase(), quoted === undefined ? bare : quoted.replace(/\\(.)/g, '$1'));
    }
    challenges.push({ scheme: scheme.toLowerCase(), parameters });
  }
  return challenges;
}
