// Whether a text of a resource is or holds a secret: by its form, by its name, or because the program says so.
import { maskedText } from '../../../src/inspection/masked-secret.ts';
import { isPlaceholder } from '../../../src/inspection/secret-checks.ts';
import { findSecrets } from '../../../src/inspection/secret-search.ts';
import { type Spot, textAt } from '../spot.ts';

export interface ToldSecret {
  /** With its article, for sentences. */
  readonly what: string;
  /** What may be shown of it. */
  readonly shown: string;
}

const telling =
  /(?:^|[_\-.])(?:password|passwd|passphrase|pwd|secret|secret[_-]?key|token|api[_-]?key|access[_-]?key|private[_-]?key|client[_-]?secret|credentials?)$/i;

/** Texts that name a secret, or a place of one, without being it. */
const harmless = /^(?:$|\/|\.\.?\/|\$\(|https?:\/\/[^@]*$|true$|false$|\d{1,5}$)/i;

/** `name`: what the value is called, where that may tell; `text`: the part of the value to judge. */
export function secretIn(place: Spot, name?: string, text = textAt(place) ?? ''): ToldSecret | undefined {
  if (place.secret && text !== '')
    return { what: 'a value that the program marks as secret', shown: 'a secret' };
  const [found] = findSecrets(text);
  if (found !== undefined) return { what: found.pattern.name, shown: maskedText(found.masked) };
  if (name === undefined || !telling.test(name) || text.length < 4 || text.length > 4096) return undefined;
  if (harmless.test(text) || isPlaceholder(text)) return undefined;
  return { what: 'what its name calls a secret', shown: `${text.length} characters` };
}
