// Texts that a resource carries in base64: `data` of Secrets, `binaryData` of ConfigMaps.
import { Buffer } from 'node:buffer';

/** `undefined` where it is no base64. */
export function decodeBase64(text: string): string | undefined {
  const compact = text.replace(/\s/g, '');
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) return undefined;
  return Buffer.from(compact, 'base64').toString('utf8');
}
