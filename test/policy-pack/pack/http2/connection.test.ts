// What a connection says to each frame, and in which order: a client cannot show that from outside.
import { expect, test } from '@jest/globals';
import { Connection } from '../../../../policy-pack/pack/http2/connection.ts';
import {
  type Frame,
  FrameSplitter,
  frame,
  frameFlag,
  frameType,
  numbers,
} from '../../../../policy-pack/pack/http2/frames.ts';
import type { Answer } from '../../../../policy-pack/pack/http2/outbox.ts';
import { encodeSettings, setting } from '../../../../policy-pack/pack/http2/settings.ts';

const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
/** POST to `/`, by the static table. */
const block = Buffer.from([0x83, 0x84]);
const [whole, last] = [frameFlag.endHeaders | frameFlag.endStream, frameFlag.endStream];
const answer: Answer = { headers: Buffer.from([0x88]), body: Buffer.from('ten bytes.'), trailers: block };

interface Opened {
  readonly connection: Connection;
  readonly replies: ((answer: Answer) => void)[];
  /** The frames since the last look. */
  said(): readonly Frame[];
}

function open(): Opened {
  const out: Frame[] = [];
  const splitter = new FrameSplitter();
  splitter.push(preface, () => undefined);
  const replies: ((answer: Answer) => void)[] = [];
  const connection = new Connection(
    (bytes) => splitter.push(bytes, (one) => out.push(one)),
    (_, reply) => replies.push(reply),
    { bytes: 1 << 20, streams: 3 },
  );
  connection.receive(preface);
  out.length = 0;
  return { connection, replies, said: () => out.splice(0) };
}

const types = (frames: readonly Frame[]): readonly number[] => frames.map(({ type }) => type);

test('a stream that was reset before its answer, or in the middle of it, hears nothing more', () => {
  const { connection, replies, said } = open();
  connection.receive(frame(frameType.settings, 0, 0, encodeSettings(new Map([[setting.initialWindow, 4]]))));
  for (const stream of [1, 3]) connection.receive(frame(frameType.headers, whole, stream, block));
  replies[0]?.(answer);
  expect(types(said())).toEqual([frameType.settings, frameType.headers, frameType.data]);
  for (const stream of [1, 3]) connection.receive(frame(frameType.reset, 0, stream, numbers(8)));
  replies[1]?.(answer);
  for (const stream of [1, 3]) connection.receive(frame(frameType.window, 0, stream, numbers(100)));
  expect(said()).toEqual([]);
});

test('wider windows are acknowledged before they are used', () => {
  const { connection, replies, said } = open();
  const initial = (bytes: number): Buffer =>
    frame(frameType.settings, 0, 0, encodeSettings(new Map([[setting.initialWindow, bytes]])));
  connection.receive(initial(0));
  connection.receive(frame(frameType.headers, whole, 1, block));
  replies[0]?.(answer);
  expect(types(said())).toEqual([frameType.settings, frameType.headers]);
  connection.receive(initial(10));
  expect(types(said())).toEqual([frameType.settings, frameType.data, frameType.headers]);
});

test('calls beyond those that may wait are refused, and taken again when one was answered', () => {
  const { connection, replies, said } = open();
  for (const stream of [1, 3, 5, 7]) connection.receive(frame(frameType.headers, whole, stream, block));
  expect(said()).toEqual([{ type: frameType.reset, flags: 0, stream: 7, payload: numbers(7) }]);
  replies[0]?.(answer);
  connection.receive(frame(frameType.headers, whole, 9, block));
  expect(replies).toHaveLength(4);
});

test('the window of the connection opens again before it is shut', () => {
  const { connection, replies, said } = open();
  const body = Buffer.alloc(16_384);
  let opened = 0;
  for (let sent = 0; sent < 2 ** 31; sent += body.length) {
    const stream = (sent / body.length) * 2 + 1;
    connection.receive(frame(frameType.headers, frameFlag.endHeaders, stream, block));
    connection.receive(frame(frameType.data, last, stream, body));
    replies.pop()?.(answer);
    for (const { type, payload } of said()) if (type === frameType.window) opened += payload.readUInt32BE(0);
    connection.receive(frame(frameType.window, 0, 0, numbers(answer.body.length)));
  }
  expect(opened).toBeGreaterThan(2 ** 29);
});

test('priorities before headers are passed over', () => {
  const { connection, replies } = open();
  const prioritised = Buffer.concat([Buffer.from([0, 0, 0, 0, 15]), block]);
  connection.receive(frame(frameType.headers, whole | frameFlag.priority, 1, prioritised));
  expect(replies).toHaveLength(1);
});
