// ECDSA over a digest alone: Node verifies only over the content itself (FIPS 186-5 §6.4.2).
import { createPublicKey, type KeyObject } from 'node:crypto';
import { ASN1Obj } from '@sigstore/core';
import { combine, curves, inverse, mod, type Point } from './curves.ts';

function number(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}

function publicPoint(key: KeyObject): Point | undefined {
  const { x, y } = createPublicKey({
    key: key.export({ type: 'spki', format: 'der' }),
    format: 'der',
    type: 'spki',
  }).export({ format: 'jwk' });
  if (x === undefined || y === undefined) return undefined;
  return { x: number(Buffer.from(x, 'base64url')), y: number(Buffer.from(y, 'base64url')) };
}

function signatureParts(signature: Buffer): readonly [bigint, bigint] | undefined {
  const sequence = ASN1Obj.parseBuffer(Buffer.from(signature));
  const [r, s, more] = sequence.subs;
  if (r === undefined || s === undefined || more !== undefined) return undefined;
  // Only the one DER spelling: no second signature bytes for the same signature.
  const padded = ({ value }: ASN1Obj) => value.length > 1 && value[0] === 0 && (value[1] ?? 0) < 0x80;
  if (padded(r) || padded(s)) return undefined;
  if (!sequence.toDER().equals(signature)) return undefined;
  return [r.toInteger(), s.toInteger()];
}

/** Whether a DER signature is the key's over this digest; P-256, P-384 and P-521. False also for what cannot be read. */
export function verifyEcdsaDigest(digest: Uint8Array, key: KeyObject, signature: Buffer): boolean {
  const curve = curves.get(key.asymmetricKeyDetails?.namedCurve ?? '');
  const point = curve && publicPoint(key);
  const parts = signatureParts(signature);
  if (curve === undefined || point === undefined || parts === undefined) return false;
  const [r, s] = parts;
  if (r <= 0n || r >= curve.n || s <= 0n || s >= curve.n) return false;
  const excess = BigInt(Math.max(0, digest.length * 8 - curve.bits));
  const e = number(digest) >> excess;
  const w = inverse(s, curve.n);
  const sum = combine(
    mod(e * w, curve.n),
    { ...curve.g, z: 1n },
    mod(r * w, curve.n),
    { ...point, z: 1n },
    curve,
  );
  if (sum.z === 0n) return false;
  const z = inverse(sum.z, curve.p);
  return mod(mod(sum.x * z * z, curve.p), curve.n) === r;
}
