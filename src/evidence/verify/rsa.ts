// RSA PKCS#1 v1.5 over a digest alone (RFC 8017 §8.2.2): the expected encoding is built and compared whole.
import { constants, type KeyObject, publicDecrypt } from 'node:crypto';

const prefixes: ReadonlyMap<string, string> = new Map([
  ['sha256', '3031300d060960864801650304020105000420'],
  ['sha384', '3041300d060960864801650304020205000430'],
  ['sha512', '3051300d060960864801650304020305000440'],
]);

export function verifyRsaDigest(
  digest: Uint8Array,
  algorithm: string,
  key: KeyObject,
  signature: Buffer,
): boolean {
  const prefix = prefixes.get(algorithm);
  const length = (key.asymmetricKeyDetails?.modulusLength ?? 0) / 8;
  if (prefix === undefined || signature.length !== length) return false;
  const info = Buffer.concat([Buffer.from(prefix, 'hex'), digest]);
  const fill = Buffer.alloc(length - info.length - 3, 0xff);
  const expected = Buffer.concat([Buffer.of(0, 1), fill, Buffer.of(0), info]);
  const found = publicDecrypt({ key, padding: constants.RSA_NO_PADDING }, signature);
  return found.equals(expected);
}
