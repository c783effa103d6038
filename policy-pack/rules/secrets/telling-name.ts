// Whether the name of a variable, key or option says that its value is a secret: `dbPassword`, `PGPASSWORD`, `API_KEY_2`.
import { nameWords } from './name-words.ts';

/** The last words of such names. */
const secrets = new Set([
  ...['password', 'passwd', 'passphrase', 'pwd', 'token', 'secret', 'credential', 'credentials'],
  ...['api key', 'access key', 'secret key', 'private key', 'secret key base'],
]);

/** Last words that are written without a mark between them and the ones before. */
const glued =
  /(?:password|passwd|passphrase|(?:api|access|secret|private)key|(?:access|api|auth|bearer|bot|refresh|session)token|(?:api|app|client|shared)secret)$/;

/** What may stand behind them: which of several values it is, or how it is written. */
const variants = new Set(
  'base64 b64 current dev new old plain previous primary prod production ro rw secondary staging value'.split(
    ' ',
  ),
);

/** With one of these the name speaks of a secret without being the name of its value. */
const about = new Set(
  'allow ask checksum checksums digest disable enable generate hash md no prompt random require sha skip use without'.split(
    ' ',
  ),
);

/** Words before «secret» with which it is the value, and not an object that holds it. */
const owners = new Set('api app client consumer cookie hmac jwt oauth session shared user'.split(' '));

/** `object`: as likely the name of a Secret or of an account as a value. */
export function secretNamed(name: string): 'value' | 'object' | undefined {
  const words = nameWords(name);
  if (words.some((word) => about.has(word))) return undefined;
  while (isVariant(words.at(-1))) words.pop();
  const [third = '', second = '', last = ''] = ['', '', ...words].slice(-3);
  if (last === 'pass') return second === '' ? undefined : 'value';
  const telling = [last, `${second} ${last}`, `${third} ${second} ${last}`].some((end) => secrets.has(end));
  if (!telling && !glued.test(last)) return undefined;
  return /^(?:secret|credentials?)$/.test(last) && !owners.has(second) ? 'object' : 'value';
}

function isVariant(word: string | undefined): boolean {
  return word !== undefined && (/^\d+$/.test(word) || variants.has(word));
}
