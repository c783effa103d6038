// Witness: a timestamp authority (RFC 3161 over HTTP, §3.4).
import { createHash } from 'node:crypto';
import { RFC3161Timestamp } from '@sigstore/core';
import type { HttpClient } from '../../http/message.ts';
import { OutsideError } from '../../terms/errors.ts';
import type { Random } from '../../terms/ports.ts';
import { postBytes } from './post.ts';
import type { Witness } from './witness.ts';

/** Timestamps the signature. The answer is checked for being granted and for this signature. */
export function timestampAuthority(client: HttpClient, url: URL, random: Random): Witness {
  return {
    async testify({ signature }) {
      const digest = createHash('sha256').update(signature).digest();
      const request = timestampRequest(digest, random.bytes(8));
      const what = 'cannot get a timestamp';
      const answer = await postBytes(client, url, 'application/timestamp-query', request, what);
      checkAnswer(answer, digest, url);
      return { entries: [], timestamps: [answer] };
    },
  };
}

function checkAnswer(answer: Buffer, digest: Buffer, url: URL): void {
  let why = 'its answer is no timestamp';
  try {
    const stamp = RFC3161Timestamp.parse(Buffer.from(answer));
    // 0 granted, 1 granted with modifications (RFC 3161 §2.4.2).
    why = `it refused (status ${stamp.status})`;
    if (stamp.status <= 1n) {
      why = 'it timestamped something else';
      if (stamp.tstInfo.messageImprintHashedMessage.equals(digest)) return;
    }
  } catch {
    // Not even the frame of an answer: `why` says how far it went.
  }
  const fix = 'Check that the address is a timestamp authority.';
  throw new OutsideError('protocol', `no timestamp from ${url.host}: ${why}`, fix);
}

const sha256Oid = Buffer.from('0609608648016503040201', 'hex');

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  // Nothing here is longer than 127 bytes: one byte of length.
  return Buffer.concat([Buffer.from([tag, body.length]), body]);
}

/** RFC 3161 §2.4.1: version 1, SHA-256 imprint, nonce, certificates wanted. */
export function timestampRequest(digest: Buffer, nonce: Uint8Array): Buffer {
  const algorithm = der(0x30, sha256Oid, der(0x05));
  const positive = Buffer.concat([Buffer.from([0x01]), nonce]);
  return der(
    0x30,
    der(0x02, Buffer.from([1])),
    der(0x30, algorithm, der(0x04, digest)),
    der(0x02, positive),
    der(0x01, Buffer.from([0xff])),
  );
}
