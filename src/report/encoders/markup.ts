// Untrusted text in XML and HTML, as element content or quoted attribute.
import { withoutControls } from './terminal.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** XML 1.0 §2.2 and §2.4: characters that are not allowed are replaced, the five special ones escaped. */
export function forXml(text: string): string {
  return withoutControls(text).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

/** HTML text or a double- or single-quoted attribute; `=` and the backtick as well, for careless attributes. */
export function forHtml(text: string): string {
  return forXml(text).replaceAll('`', '&#96;').replaceAll('=', '&#61;');
}
