// Just enough of OpenPGP to tell keys apart: fingerprints of public keys, and which key made a signature (RFC 9580 §4, §5).
import { createHash } from 'node:crypto';

interface Packet {
  readonly tag: number;
  readonly body: Buffer;
}

const publicKey = 6;
const signature = 2;

/** Fingerprints, upper-case hex, of the primary keys of a key ring, binary or armoured; empty where it holds none. */
export function keyFingerprints(ring: Buffer): readonly string[] {
  return packetsOf(unarmoured(ring)).flatMap(({ tag, body }) => {
    const fingerprint = tag === publicKey ? fingerprintOf(body) : undefined;
    return fingerprint === undefined ? [] : [fingerprint];
  });
}

/** Long key id, 16 upper-case hex digits, of whoever made the first signature; undefined where it does not say. */
export function signerKeyId(signed: Buffer): string | undefined {
  const body = packetsOf(signed).find(({ tag }) => tag === signature)?.body;
  if (body === undefined || body.length < 15) return undefined;
  if (body[0] === 3) return hexOf(body.subarray(7, 15));
  const hashed = areaAt(body, 4);
  return issuerIn(hashed) ?? issuerIn(areaAt(body, 6 + hashed.length));
}

function hexOf(bytes: Buffer): string {
  return bytes.toString('hex').toUpperCase();
}

function areaAt(body: Buffer, at: number): Buffer {
  if (at + 2 > body.length) return Buffer.alloc(0);
  return body.subarray(at + 2, at + 2 + body.readUInt16BE(at));
}

/** Subpackets 16, Issuer Key ID, and 33, Issuer Fingerprint, of version 4 signatures. */
function issuerIn(area: Buffer): string | undefined {
  for (let at = 0; at < area.length; ) {
    const { length, start } = newLength(area, at);
    const kind = (area[start] ?? 0) & 0x7f;
    const value = area.subarray(start + 1, start + length);
    if (kind === 16 && value.length === 8) return hexOf(value);
    if (kind === 33 && value.length === 21) return hexOf(value.subarray(-8));
    at = start + Math.max(length, 1);
  }
  return undefined;
}

function fingerprintOf(body: Buffer): string | undefined {
  const [version] = body;
  if (version === 4) {
    const head = Buffer.from([0x99, body.length >> 8, body.length & 0xff]);
    return createHash('sha1').update(head).update(body).digest('hex').toUpperCase();
  }
  if (version !== 6) return undefined;
  const head = Buffer.alloc(5, 0x9b);
  head.writeUInt32BE(body.length, 1);
  return createHash('sha256').update(head).update(body).digest('hex').toUpperCase();
}

/** Stops where the bytes are no packet, or one of a length that is not known. */
function packetsOf(bytes: Buffer): readonly Packet[] {
  const packets: Packet[] = [];
  for (let at = 0; at + 1 < bytes.length; ) {
    const head = bytes[at] ?? 0;
    if ((head & 0x80) === 0) break;
    const isNew = (head & 0x40) !== 0;
    const { length, start } = isNew ? newLength(bytes, at + 1) : oldLength(bytes, at);
    if (length < 0 || start + length > bytes.length) break;
    packets.push({
      tag: isNew ? head & 0x3f : (head >> 2) & 0x0f,
      body: bytes.subarray(start, start + length),
    });
    at = start + length;
  }
  return packets;
}

interface Length {
  /** Negative: not known. */
  readonly length: number;
  readonly start: number;
}

function newLength(bytes: Buffer, at: number): Length {
  const first = bytes[at] ?? 0;
  if (first < 192) return { length: first, start: at + 1 };
  if (first < 224) return { length: ((first - 192) << 8) + (bytes[at + 1] ?? 0) + 192, start: at + 2 };
  if (first < 255 || at + 5 > bytes.length) return { length: -1, start: at };
  return { length: bytes.readUInt32BE(at + 1), start: at + 5 };
}

function oldLength(bytes: Buffer, at: number): Length {
  const width = [1, 2, 4][(bytes[at] ?? 0) & 3];
  if (width === undefined || at + 1 + width > bytes.length) return { length: -1, start: at };
  return { length: bytes.readUIntBE(at + 1, width), start: at + 1 + width };
}

function unarmoured(ring: Buffer): Buffer {
  if (!ring.subarray(0, 4096).includes('-----BEGIN PGP PUBLIC KEY BLOCK-----')) return ring;
  const blocks = ring
    .toString('latin1')
    .matchAll(
      /-----BEGIN PGP PUBLIC KEY BLOCK-----\r?\n(?:[^\r\n]+\r?\n)*?\r?\n(?<text>[A-Za-z0-9+/=\s]+?)(?:\r?\n=[A-Za-z0-9+/]{4})?\s*-----END/g,
    );
  return Buffer.concat([...blocks].map(({ groups }) => Buffer.from(groups?.text ?? '', 'base64')));
}
