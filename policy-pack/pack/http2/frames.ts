// Frames of HTTP/2 (RFC 9113 §4 and §6): a stream of bytes to frames, and frames to bytes.
import { ConnectionError, errorCode } from './errors.ts';

export const frameType = {
  data: 0,
  headers: 1,
  reset: 3,
  settings: 4,
  push: 5,
  ping: 6,
  goAway: 7,
  window: 8,
  continuation: 9,
} as const;

export const frameFlag = { endStream: 1, acknowledged: 1, endHeaders: 4, padded: 8, priority: 32 } as const;

export interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  readonly payload: Buffer;
}

/** What a peer may send at once where nobody announced more, and we do not. */
export const largestFrame = 16_384;
const headLength = 9;
const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const nothing = Buffer.alloc(0);

/** Cuts what comes into frames, after the client's preface. */
export class FrameSplitter {
  private rest: Buffer = nothing;
  private greeted = false;

  /** Hands on each frame that is whole. Errors: `ConnectionError`. */
  push(chunk: Buffer, take: (frame: Frame) => void): void {
    const bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    let at = 0;
    if (!this.greeted) {
      const seen = Math.min(bytes.length, preface.length);
      if (!bytes.subarray(0, seen).equals(preface.subarray(0, seen)))
        throw new ConnectionError(errorCode.protocol, 'this is no HTTP/2');
      if (seen === preface.length) {
        this.greeted = true;
        at = seen;
      }
    }
    while (this.greeted && bytes.length - at >= headLength) {
      const length = bytes.readUIntBE(at, 3);
      if (length > largestFrame) throw new ConnectionError(errorCode.frameSize, 'a frame is too large');
      const end = at + headLength + length;
      if (end > bytes.length) break;
      take({
        type: bytes.readUInt8(at + 3),
        flags: bytes.readUInt8(at + 4),
        stream: bytes.readUInt32BE(at + 5) & 0x7fff_ffff,
        payload: bytes.subarray(at + headLength, end),
      });
      at = end;
    }
    this.rest = at === bytes.length ? nothing : bytes.subarray(at);
  }
}

/** The head of a frame, to be followed by as many bytes as it says. */
export function frameHead(type: number, flags: number, stream: number, length: number): Buffer {
  const head = Buffer.allocUnsafe(headLength);
  head.writeUIntBE(length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return head;
}

export function frame(type: number, flags: number, stream: number, payload: Buffer): Buffer {
  return Buffer.concat([frameHead(type, flags, stream, payload.length), payload]);
}

/** A payload of one or two 32-bit numbers. */
export function numbers(...values: readonly number[]): Buffer {
  const bytes = Buffer.allocUnsafe(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, index * 4);
  return bytes;
}

/** The payload without its padding and, where `flags` say so, priority. Errors: `ConnectionError` protocol. */
export function unpadded({ flags, payload, type }: Frame): Buffer {
  const padded = (flags & frameFlag.padded) !== 0;
  const prioritised = type === frameType.headers && (flags & frameFlag.priority) !== 0;
  const start = (padded ? 1 : 0) + (prioritised ? 5 : 0);
  const end = payload.length - (padded ? (payload[0] ?? 0) : 0);
  if (start > end) throw new ConnectionError(errorCode.protocol, 'the padding is longer than the frame');
  return start === 0 && end === payload.length ? payload : payload.subarray(start, end);
}
