// Whether a text of a resource is or holds a secret: by its form, by its name, or because the program says so.
import { maskedText } from '../../../src/inspection/masked-secret.ts';
import { findSecrets } from '../../../src/inspection/secret-search.ts';
import { type Spot, textAt } from '../spot.ts';
import { isObjectName, namesOnly } from './harmless-values.ts';
import type { NamedValue } from './named-values.ts';
import { secretNamed } from './telling-name.ts';

export interface ToldSecret {
  /** With its article, for sentences. */
  readonly what: string;
  /** What may be shown of it. */
  readonly shown: string;
}

/** `name`: what the value is called, where that may tell; `text`: what to judge in place of what stands there. */
export function secretIn(place: Spot, name?: string, text = textAt(place) ?? ''): ToldSecret | undefined {
  if (place.secret && text !== '')
    return { what: 'a value that the program marks as secret', shown: 'a secret' };
  const [found] = findSecrets(text);
  if (found !== undefined) return { what: found.pattern.name, shown: maskedText(found.masked) };
  return name === undefined ? undefined : secretNamedIn([{ name, value: text, at: 0 }]);
}

/** The first value that its name calls a secret and that may be one. */
export function secretNamedIn(values: readonly NamedValue[]): ToldSecret | undefined {
  const found = values.find(({ name, value }) => isNamedSecret(name, value));
  if (found === undefined) return undefined;
  return { what: 'what its name calls a secret', shown: `${found.value.length} characters` };
}

function isNamedSecret(name: string, value: string): boolean {
  if (value.length < 4 || value.length > 4096) return false;
  const named = secretNamed(name);
  if (named === undefined || namesOnly(value)) return false;
  return named === 'value' || !isObjectName(value);
}
