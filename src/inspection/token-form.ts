// How the form of a token is written down, and how one is made worthless: shared by the lists of kinds of secrets.
import type { Compared } from './secret-pattern.ts';

const after = '(?![A-Za-z0-9_-])';

/** A word character before the token means that it is part of something else. */
export function token(form: string): RegExp {
  return new RegExp(`(?<![A-Za-z0-9_])(?<secret>${form})${after}`, 'g');
}

export const revoke = (issuer: string): string =>
  `Revoke it at ${issuer}, then pass secrets at run time or as build secrets (RUN --mount=type=secret).`;

/** Every form was held on this day against what `others` publish of it: rules of scanners, or the owner's own documents. */
export function compared(...others: readonly string[]): Compared {
  return { on: '2026-11-28', with: others };
}

/** A keyword needs four bytes: a shorter prefix is looked for with each character that may follow it. */
export function lengthened(prefixes: readonly string[], characters: string): readonly string[] {
  return prefixes.flatMap((prefix) => [...characters].map((next) => prefix + next));
}
