// Licence statements of packages as SPDX expressions; what is no SPDX id becomes a LicenseRef.
import { createHash } from 'node:crypto';
import { spdxExceptions, spdxLicenses } from './spdx-ids.ts';

export interface LicenseExpression {
  /** A valid SPDX licence expression (SPDX 2.3 annex D). */
  readonly expression: string;
  /** LicenseRef ids in it, with the text that they stand for. */
  readonly references: ReadonlyMap<string, string>;
  /** The one id that the expression consists of, if it is on the SPDX list. */
  readonly id?: string;
}

/** Nesting and length beyond which a statement is taken as a name: no licence is written like that. */
const ceiling = { characters: 2_000, depth: 32 };

/**
 * Reads a licence statement, such as `MIT`, `(MIT or Apache-2.0)`, `GPLv2+ and BSD`. Ids are brought to their
 * listed spelling; unknown ids, or a statement that is no expression at all, become `LicenseRef-…`.
 */
export function readLicense(statement: string): LicenseExpression {
  const text = statement.trim();
  const tokens = text.length > ceiling.characters ? undefined : tokenize(text);
  const references = new Map<string, string>();
  const expression = tokens && new Parser(tokens, references).read();
  if (expression === undefined) {
    const reference = nameReference(text);
    return { expression: reference, references: new Map([[reference, text]]) };
  }
  const id = spdxLicenses.get(expression.toLowerCase());
  return { expression, references, ...(id === undefined ? {} : { id }) };
}

/** Several statements that hold together, joined by AND. `undefined` for none. */
export function joinLicenses(statements: readonly string[]): LicenseExpression | undefined {
  const read = [...new Set(statements.map((text) => text.trim()).filter((text) => text !== ''))].map(
    readLicense,
  );
  const [first] = read;
  if (first === undefined || read.length === 1) return first;
  const parts = read.map(({ expression }) => (expression.includes(' OR ') ? `(${expression})` : expression));
  return {
    expression: [...new Set(parts)].join(' AND '),
    references: new Map(read.flatMap(({ references }) => [...references])),
  };
}

function tokenize(text: string): readonly string[] | undefined {
  const tokens = text.match(/[()]|[^\s()]+/g) ?? [];
  return tokens.length === 0 ? undefined : tokens;
}

/** A LicenseRef for free text: its readable characters, and a digest so that two texts never share one. */
function nameReference(text: string): string {
  const slug = text
    .replace(/[^A-Za-z0-9.]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  const exact = /^[A-Za-z0-9.-]+$/.test(text) && text.length <= 60 && slug === text;
  if (exact) return `LicenseRef-${slug}`;
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 8);
  return `LicenseRef-${slug === '' ? '' : `${slug}-`}${digest}`;
}

/** Recursive descent over `or → and → with → atom`; any step returns undefined where the grammar ends. */
class Parser {
  readonly #tokens: readonly string[];
  readonly #references: Map<string, string>;
  #at = 0;

  constructor(tokens: readonly string[], references: Map<string, string>) {
    this.#tokens = tokens;
    this.#references = references;
  }

  read(): string | undefined {
    const expression = this.#chain('OR', 0);
    return this.#at === this.#tokens.length ? expression : undefined;
  }

  #chain(operator: 'OR' | 'AND', depth: number): string | undefined {
    const parts: string[] = [];
    do {
      const part = operator === 'OR' ? this.#chain('AND', depth) : this.#atom(depth);
      if (part === undefined) return undefined;
      parts.push(part);
    } while (this.#take(operator));
    return parts.join(` ${operator} `);
  }

  #atom(depth: number): string | undefined {
    if (this.#take('(')) {
      if (depth >= ceiling.depth) return undefined;
      const inner = this.#chain('OR', depth + 1);
      if (inner === undefined || !this.#take(')')) return undefined;
      return /^\S+$/.test(inner) ? inner : `(${inner})`;
    }
    const token = this.#tokens[this.#at];
    if (token === undefined || /^(?:and|or|with|[()])$/i.test(token)) return undefined;
    this.#at += 1;
    const license = this.#identify(token);
    if (!this.#take('WITH')) return license;
    const exception = spdxExceptions.get((this.#tokens[this.#at] ?? '').toLowerCase());
    this.#at += 1;
    return exception === undefined || license.startsWith('LicenseRef-')
      ? undefined
      : `${license} WITH ${exception}`;
  }

  #identify(token: string): string {
    const later = token.endsWith('+');
    const known = spdxLicenses.get((later ? token.slice(0, -1) : token).toLowerCase());
    if (known !== undefined) return later ? `${known}+` : known;
    if (/^LicenseRef-[A-Za-z0-9.-]+$/.test(token)) {
      this.#references.set(token, token);
      return token;
    }
    const reference = nameReference(token);
    this.#references.set(reference, token);
    return reference;
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at]?.toUpperCase() !== token) return false;
    this.#at += 1;
    return true;
  }
}
