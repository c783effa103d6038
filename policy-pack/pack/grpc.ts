// gRPC's own words on top of HTTP/2: one message in a request, one in an answer, a status behind it.
import { encodeHeader } from './http2/header-block.ts';
import type { Answer } from './http2/outbox.ts';

/** Codes of gRPC that are answered here. */
export const grpcStatus = {
  ok: 0,
  failedPrecondition: 9,
  unimplemented: 12,
  internal: 13,
} as const;

const prefixLength = 5;
/** `:status: 200` by its index in the static table. */
const headers = Buffer.concat([Buffer.from([0x88]), encodeHeader('content-type', 'application/grpc')]);
const success = encodeHeader('grpc-status', String(grpcStatus.ok));

/** The message of a request, or why it is none. */
export function readMessage(body: Buffer): Buffer | { readonly status: number; readonly why: string } {
  if (body.length < prefixLength || body.readUInt32BE(1) !== body.length - prefixLength)
    return { status: grpcStatus.internal, why: 'the request is no single message' };
  if (body[0] !== 0) return { status: grpcStatus.unimplemented, why: 'compressed messages are not read' };
  return body.subarray(prefixLength);
}

export function answerOf(message: Buffer): Answer {
  const body = Buffer.allocUnsafe(prefixLength + message.length);
  body[0] = 0;
  body.writeUInt32BE(message.length, 1);
  message.copy(body, prefixLength);
  return { headers, body, trailers: success };
}

/** No message, only a status and what is wrong. */
export function refusal(status: number, why: string): Answer {
  const told = [encodeHeader('grpc-status', String(status)), encodeHeader('grpc-message', percent(why))];
  return { headers, body: Buffer.alloc(0), trailers: Buffer.concat(told) };
}

/** A header frame holds no more than 16 KiB. */
const longest = 12_000;

/** Everything but printable ASCII by its bytes (gRPC over HTTP/2, «Status-Message»). */
function percent(text: string): string {
  let told = '';
  for (const character of text) {
    const plain = /^[ -$&-~]$/.test(character);
    const bytes = plain ? [] : [...Buffer.from(character, 'utf8')];
    const hex = bytes.map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
    if (told.length + hex.length >= longest) return told;
    told += plain ? character : hex;
  }
  return told;
}
