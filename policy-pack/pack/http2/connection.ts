// One connection of a client that speaks HTTP/2 from its first byte (RFC 9113): requests in, answers out.
import { ConnectionError, errorCode } from './errors.ts';
import { type Frame, FrameSplitter, frame, frameFlag, frameType, numbers, unpadded } from './frames.ts';
import { HeaderDecoder } from './header-block.ts';
import { type Answer, Outbox } from './outbox.ts';
import { decodeSettings, encodeSettings, setting } from './settings.ts';

export interface Request {
  readonly path: string;
  readonly body: Buffer;
}

export interface Limits {
  /** Bytes of all requests that are on their way at once. */
  readonly bytes: number;
  /** Requests that are not answered yet. */
  readonly streams: number;
}

interface OpenStream {
  readonly path: string;
  readonly parts: Buffer[];
  size: number;
}

const largestWindow = 0x7fff_ffff;
const firstWindow = 65_535;
const largestHeaders = 65_536;

export class Connection {
  private readonly write: (bytes: Buffer) => void;
  private readonly answer: (request: Request, reply: (answer: Answer) => void) => void;
  private readonly limits: Limits;
  private readonly splitter = new FrameSplitter();
  private readonly headers = new HeaderDecoder();
  private readonly outbox: Outbox;
  private readonly open = new Map<number, OpenStream>();
  private last = 0;
  /** Bytes of the streams that are open. */
  private held = 0;
  /** Bytes taken since the window of the connection was last opened. */
  private taken = 0;
  /** A header block that goes on in the next frame: nothing else may come before its end. */
  private block: { readonly stream: number; readonly ends: boolean; readonly parts: Buffer[] } | undefined;

  constructor(
    write: (bytes: Buffer) => void,
    answer: (request: Request, reply: (answer: Answer) => void) => void,
    limits: Limits,
  ) {
    this.write = write;
    this.answer = answer;
    this.limits = limits;
    this.outbox = new Outbox(write);
    const ours = new Map<number, number>([
      [setting.concurrentStreams, limits.streams],
      [setting.initialWindow, largestWindow],
    ]);
    write(
      Buffer.concat([
        frame(frameType.settings, 0, 0, encodeSettings(ours)),
        frame(frameType.window, 0, 0, numbers(largestWindow - firstWindow)),
      ]),
    );
  }

  /** Errors: `ConnectionError`, and the connection is to be closed with `goodbye`. */
  receive(chunk: Buffer): void {
    this.splitter.push(chunk, (one) => this.take(one));
  }

  /** GOAWAY: what is said last. */
  goodbye(code: number, why: string): Buffer {
    return frame(frameType.goAway, 0, 0, Buffer.concat([numbers(this.last, code), Buffer.from(why)]));
  }

  private take(one: Frame): void {
    if (this.block !== undefined && one.type !== frameType.continuation)
      throw new ConnectionError(errorCode.protocol, 'a frame stands within headers');
    switch (one.type) {
      case frameType.data:
        this.takeData(one);
        break;
      case frameType.headers: {
        const ends = (one.flags & frameFlag.endStream) !== 0;
        this.block = { stream: one.stream, ends, parts: [unpadded(one)] };
        this.takeBlock(one);
        break;
      }
      case frameType.continuation:
        if (this.block === undefined || this.block.stream !== one.stream)
          throw new ConnectionError(errorCode.protocol, 'headers go on that were not begun');
        this.block.parts.push(one.payload);
        this.takeBlock(one);
        break;
      case frameType.reset:
        this.forget(one.stream);
        this.outbox.drop(one.stream);
        break;
      case frameType.settings:
        this.takeSettings(one);
        break;
      case frameType.push:
        throw new ConnectionError(errorCode.protocol, 'a client pushes');
      case frameType.ping:
        if (one.payload.length !== 8)
          throw new ConnectionError(errorCode.frameSize, 'a ping has eight bytes');
        if ((one.flags & frameFlag.acknowledged) === 0)
          this.write(frame(frameType.ping, frameFlag.acknowledged, 0, one.payload));
        break;
      case frameType.window:
        if (one.payload.length !== 4)
          throw new ConnectionError(errorCode.frameSize, 'a window has four bytes');
        this.outbox.widen(one.stream, one.payload.readUInt32BE(0) & largestWindow);
        break;
      default:
      // Priorities, goodbyes and what is not known are passed over (§5.5).
    }
  }

  private takeSettings({ flags, payload }: Frame): void {
    if ((flags & frameFlag.acknowledged) !== 0) return;
    const theirs = decodeSettings(payload);
    this.outbox.settings(theirs.get(setting.initialWindow), theirs.get(setting.largestFrame));
    this.write(frame(frameType.settings, frameFlag.acknowledged, 0, Buffer.alloc(0)));
    this.outbox.sendWaiting();
  }

  private takeBlock({ flags }: Frame): void {
    const { block } = this;
    if (block === undefined) return;
    if (block.parts.reduce((sum, part) => sum + part.length, 0) > largestHeaders)
      throw new ConnectionError(errorCode.calm, 'the headers are too long');
    if ((flags & frameFlag.endHeaders) === 0) return;
    this.block = undefined;
    const headers = this.headers.decode(Buffer.concat(block.parts));
    const { stream } = block;
    if (this.open.has(stream)) {
      // Trailers: they end what was begun, and nothing in them is asked for here.
      if (!block.ends) throw new ConnectionError(errorCode.protocol, 'trailers do not end their stream');
      this.finish(stream);
      return;
    }
    if (stream % 2 === 0 || stream <= this.last)
      throw new ConnectionError(errorCode.protocol, `stream ${stream} cannot be opened`);
    this.last = stream;
    const path = headers.find(([name]) => name === ':path')?.[1];
    if (path === undefined || this.outbox.open >= this.limits.streams) {
      const code = path === undefined ? errorCode.protocol : errorCode.refusedStream;
      this.write(frame(frameType.reset, 0, stream, numbers(code)));
      return;
    }
    this.open.set(stream, { path, parts: [], size: 0 });
    this.outbox.expect(stream);
    if (block.ends) this.finish(stream);
  }

  private takeData(one: Frame): void {
    if (one.stream > this.last)
      throw new ConnectionError(errorCode.protocol, 'data comes before its headers');
    this.taken += one.payload.length;
    if (this.taken > largestWindow / 2) {
      this.write(frame(frameType.window, 0, 0, numbers(this.taken)));
      this.taken = 0;
    }
    const stream = this.open.get(one.stream);
    // What was on its way when its stream was refused or reset.
    if (stream === undefined) return;
    const body = unpadded(one);
    stream.parts.push(body);
    stream.size += body.length;
    this.held += body.length;
    if (this.held > this.limits.bytes)
      throw new ConnectionError(errorCode.calm, `more than ${this.limits.bytes} bytes were sent at once`);
    if ((one.flags & frameFlag.endStream) !== 0) this.finish(one.stream);
  }

  private finish(id: number): void {
    const stream = this.open.get(id);
    if (stream === undefined) return;
    this.forget(id);
    const [only] = stream.parts;
    const body = stream.parts.length === 1 && only !== undefined ? only : Buffer.concat(stream.parts);
    this.answer({ path: stream.path, body }, (answer) => this.outbox.send(id, answer));
  }

  private forget(id: number): void {
    this.held -= this.open.get(id)?.size ?? 0;
    this.open.delete(id);
  }
}
