// What each side tells the other of itself (RFC 9113 §6.5).
import { ConnectionError, errorCode } from './errors.ts';

/** Identifiers of RFC 9113 §6.5.2. */
export const setting = { concurrentStreams: 3, initialWindow: 4, largestFrame: 5 } as const;

export function encodeSettings(settings: ReadonlyMap<number, number>): Buffer {
  const bytes = Buffer.allocUnsafe(settings.size * 6);
  let at = 0;
  for (const [id, value] of settings) {
    bytes.writeUInt16BE(id, at);
    bytes.writeUInt32BE(value, at + 2);
    at += 6;
  }
  return bytes;
}

/** Errors: `ConnectionError` frameSize. */
export function decodeSettings(payload: Buffer): ReadonlyMap<number, number> {
  if (payload.length % 6 !== 0) throw new ConnectionError(errorCode.frameSize, 'settings are cut off');
  const settings = new Map<number, number>();
  for (let at = 0; at < payload.length; at += 6)
    settings.set(payload.readUInt16BE(at), payload.readUInt32BE(at + 2));
  return settings;
}
