// Untrusted text in SARIF messages, where brackets make links and braces make placeholders.
import { withoutControls } from './terminal.ts';

/** Plain text for `message.text` (SARIF 2.1.0 §3.11.5, §3.11.6), cut to a number of characters. */
export function forSarif(text: string, limit = 1_000): string {
  const plain = withoutControls(text).replace(/(?<![\w@])@(?=\w)/g, '@\u2060');
  const characters = [...plain];
  const cut = characters.length <= limit ? plain : `${characters.slice(0, limit - 1).join('')}…`;
  return cut.replace(/[\\[\]]/g, '\\$&').replace(/[{}]/g, '$&$&');
}
