// What goes out on one connection: answers at once where the other side has room, the rest as it makes room.
import { ConnectionError, errorCode } from './errors.ts';
import { frame, frameFlag, frameHead, frameType } from './frames.ts';

const largestWindow = 0x7fff_ffff;
/** What every side begins with (RFC 9113 §6.9.2). */
const firstWindow = 65_535;

/** An answer on its way; header blocks are encoded already. */
export interface Answer {
  readonly headers: Buffer;
  readonly body: Buffer;
  readonly trailers: Buffer;
}

interface Waiting {
  readonly body: Buffer;
  readonly trailers: Buffer;
  at: number;
}

export class Outbox {
  private readonly write: (bytes: Buffer) => void;
  private room = firstWindow;
  private initial = firstWindow;
  private largestFrame = 16_384;
  /** Room of each stream that is open. */
  private readonly windows = new Map<number, number>();
  private readonly waiting = new Map<number, Waiting>();

  constructor(write: (bytes: Buffer) => void) {
    this.write = write;
  }

  /** Streams that were asked on and not yet answered to their end. */
  get open(): number {
    return this.windows.size;
  }

  expect(stream: number): void {
    this.windows.set(stream, this.initial);
  }

  /** Nothing more goes out on this stream. */
  drop(stream: number): void {
    this.windows.delete(stream);
    this.waiting.delete(stream);
  }

  /** Small answers leave in one piece: the other side waits for each. A stream that was dropped is not answered. */
  send(stream: number, { headers, body, trailers }: Answer): void {
    const window = this.windows.get(stream);
    if (window === undefined) return;
    if (body.length === 0) {
      const flags = frameFlag.endHeaders | frameFlag.endStream;
      this.write(frame(frameType.headers, flags, stream, Buffer.concat([headers, trailers])));
      this.drop(stream);
      return;
    }
    const begun = frameHead(frameType.headers, frameFlag.endHeaders, stream, headers.length);
    this.waiting.set(stream, { body, trailers, at: 0 });
    this.write(Buffer.concat([begun, headers, ...this.sendable(stream)]));
  }

  /** A window of the connection (stream 0) or of a stream opens. Errors: `ConnectionError`. */
  widen(stream: number, by: number): void {
    if (by === 0) throw new ConnectionError(errorCode.protocol, 'a window opens by nothing');
    if (stream === 0) this.room = within(this.room + by);
    else {
      const window = this.windows.get(stream);
      if (window !== undefined) this.windows.set(stream, within(window + by));
    }
    this.sendWaiting();
  }

  /**
   * The other side's settings: windows that are open move along (RFC 9113 §6.9.2). It counts by them only once they are
   * acknowledged: `sendWaiting` comes after that.
   */
  settings(initial: number | undefined, largestFrame: number | undefined): void {
    if (largestFrame !== undefined) this.largestFrame = largestFrame;
    if (initial === undefined) return;
    within(initial);
    for (const [stream, window] of this.windows)
      this.windows.set(stream, within(window + initial - this.initial));
    this.initial = initial;
  }

  /** What waits, as far as there is room. */
  sendWaiting(): void {
    for (const stream of [...this.waiting.keys()]) {
      const pieces = this.sendable(stream);
      if (pieces.length > 0) this.write(Buffer.concat(pieces));
    }
  }

  /** Frames of the body as far as there is room, and the end behind it. */
  private sendable(stream: number): readonly Buffer[] {
    const waiting = this.waiting.get(stream);
    if (waiting === undefined) return [];
    const pieces: Buffer[] = [];
    const { body, trailers } = waiting;
    let window = this.windows.get(stream) ?? 0;
    while (waiting.at < body.length) {
      const length = Math.min(this.room, window, this.largestFrame, body.length - waiting.at);
      if (length <= 0) break;
      pieces.push(frameHead(frameType.data, 0, stream, length));
      pieces.push(body.subarray(waiting.at, waiting.at + length));
      waiting.at += length;
      this.room -= length;
      window -= length;
    }
    this.windows.set(stream, window);
    if (waiting.at < body.length) return pieces;
    pieces.push(frame(frameType.headers, frameFlag.endHeaders | frameFlag.endStream, stream, trailers));
    this.drop(stream);
    return pieces;
  }
}

function within(window: number): number {
  if (window > largestWindow) throw new ConnectionError(errorCode.flowControl, 'a window is too wide');
  return window;
}
