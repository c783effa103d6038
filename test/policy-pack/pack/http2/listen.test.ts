// The pack's own HTTP/2 against Node's client: sizes, windows, padding, resets, and bytes that are no HTTP/2.
import { once } from 'node:events';
import { type ClientHttp2Session, type ClientSessionOptions, connect, constants } from 'node:http2';
import { connect as dial } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeHeader } from '../../../../policy-pack/pack/http2/header-block.ts';
import { type Listening, listen } from '../../../../policy-pack/pack/http2/listen.ts';
import type { Answer } from '../../../../policy-pack/pack/http2/outbox.ts';

const headers = Buffer.from([0x88]);
const trailers = encodeHeader('grpc-status', '0');
const held: ((answer: Answer) => void)[] = [];
let server: Listening;

/** `/echo` gives the body back, `/held` answers when the test says so, `/N` gives N bytes. */
beforeAll(async () => {
  server = await listen(
    ({ path, body }, reply) => {
      if (path === '/echo') reply({ headers, body, trailers });
      else if (path === '/held') held.push(reply);
      else reply({ headers, body: Buffer.alloc(Number(path.slice(1)), 'x'), trailers });
    },
    { bytes: 8 << 20, streams: 50 },
  );
});
afterAll(() => server.close());

interface Got {
  readonly body: Buffer;
  readonly status: unknown;
}

function ask(client: ClientHttp2Session, path: string, body?: Buffer): Promise<Got> {
  return new Promise((resolve, reject) => {
    const stream = client.request({ ':method': 'POST', ':path': path }, { endStream: body === undefined });
    const parts: Buffer[] = [];
    let status: unknown;
    stream.on('trailers', (fields) => {
      status = fields['grpc-status'];
    });
    stream.on('data', (part: Buffer) => parts.push(part));
    stream.on('end', () => resolve({ body: Buffer.concat(parts), status }));
    stream.on('error', reject);
    if (body !== undefined) stream.end(body);
  });
}

async function withClient<T>(
  use: (client: ClientHttp2Session) => Promise<T>,
  options: ClientSessionOptions = {},
): Promise<T> {
  const client = connect(`http://127.0.0.1:${server.port}`, options);
  client.on('error', () => undefined);
  try {
    return await use(client);
  } finally {
    client.destroy();
  }
}

const large = Buffer.alloc(5 << 20, 'seaworthy');

describe.each<[string, ClientSessionOptions]>([
  ['as it is', {}],
  ['with windows of 100 bytes', { settings: { initialWindowSize: 100 } }],
  ['with frames of a megabyte', { settings: { maxFrameSize: 1 << 20, initialWindowSize: 4 << 20 } }],
  ['with padding', { paddingStrategy: constants.PADDING_STRATEGY_MAX }],
])('a client %s', (_, options) => {
  test('gets what it sent, large and small, many at a time', async () => {
    await withClient(async (client) => {
      const small = Array.from({ length: 40 }, (_, index) => Buffer.from(`call ${index}`));
      const got = await Promise.all([
        ask(client, '/echo', large.subarray(0, 300_000)),
        ...small.map((one) => ask(client, '/echo', one)),
      ]);
      expect(got.map(({ body }) => body.length)).toEqual([300_000, ...small.map((one) => one.length)]);
      expect(got[0]?.body.equals(large.subarray(0, 300_000))).toBe(true);
      expect(new Set(got.map(({ status }) => status))).toEqual(new Set(['0']));
    }, options);
  });
});

test('megabytes come and go whole, and windows never run dry over many calls', async () => {
  await withClient(async (client) => {
    for (let round = 0; round < 4; round += 1) {
      const { body } = await ask(client, '/echo', large);
      expect(body.equals(large)).toBe(true);
    }
  });
});

test('an answer without a body has its status', async () => {
  await withClient(async (client) => {
    expect(await ask(client, '/0')).toEqual({ body: Buffer.alloc(0), status: undefined });
  });
});

test('windows that shrink and widen in the middle of an answer', async () => {
  await withClient(async (client) => {
    const answer = ask(client, '/3000000');
    for (const initialWindowSize of [1, 70_000, 500, 200_000])
      await new Promise<void>((done) => client.settings({ initialWindowSize }, () => done()));
    expect((await answer).body.length).toBe(3_000_000);
  });
});

test('a call that was given up is not answered, the others are', async () => {
  await withClient(async (client) => {
    const stream = client.request({ ':method': 'POST', ':path': '/held' }, { endStream: true });
    stream.on('error', () => undefined);
    const other = ask(client, '/held');
    while (held.length < 2) await new Promise((done) => setTimeout(done, 5));
    stream.close(constants.NGHTTP2_CANCEL);
    await new Promise<void>((done) => client.ping(() => done()));
    for (const reply of held.splice(0)) reply({ headers, body: Buffer.from('late'), trailers });
    expect((await other).body.toString()).toBe('late');
    expect((await ask(client, '/7')).body.length).toBe(7);
  });
});

test('headers that fill several frames are read, endless ones end the connection', async () => {
  await withClient(async (client) => {
    const stream = client.request({ ':path': '/5', long: 'y'.repeat(40_000) }, { endStream: true });
    stream.resume();
    const [answer] = await once(stream, 'response');
    expect(answer[':status']).toBe(200);
  });
  await withClient(
    async (client) => {
      const stream = client.request({ ':path': '/5', long: 'y'.repeat(90_000) }, { endStream: true });
      stream.on('error', () => undefined);
      const [code] = await once(client, 'goaway');
      expect(code).toBe(constants.NGHTTP2_ENHANCE_YOUR_CALM);
    },
    { maxSendHeaderBlockLength: 200_000 },
  );
});

test('more bytes than are held end the connection', async () => {
  await withClient(async (client) => {
    const calls = [large, large].map((body) => ask(client, '/echo', body).catch(() => undefined));
    const open = client.request({ ':method': 'POST', ':path': '/echo' });
    open.on('error', () => undefined);
    const gone = once(client, 'goaway');
    open.write(Buffer.alloc(9 << 20));
    const [code] = await gone;
    expect(code).toBe(constants.NGHTTP2_ENHANCE_YOUR_CALM);
    await Promise.all(calls);
  });
});

function say(bytes: Buffer): Promise<Buffer> {
  return new Promise((resolve) => {
    const socket = dial(server.port, '127.0.0.1', () => socket.write(bytes));
    const parts: Buffer[] = [];
    socket.on('data', (part: Buffer) => parts.push(part));
    socket.on('close', () => resolve(Buffer.concat(parts)));
  });
}

const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const hex = (text: string): Buffer => Buffer.concat([Buffer.from(preface), Buffer.from(text, 'hex')]);

test.each<[string, Buffer]>([
  ['HTTP/1.1', Buffer.from('GET / HTTP/1.1\r\nHost: a\r\n\r\n')],
  ['a frame of 16 MiB', hex('ffffff000000000001')],
  ['data before headers', hex('000000000100000001')],
  ['a stream of the wrong side', hex('0000010105000000' + '0284')],
  [
    'headers interrupted by a ping',
    hex('000001010000000001' + '84' + '000008060000000000' + '0000000000000000'),
  ],
  ['padding longer than its frame', hex('000002010d00000001' + 'ff84')],
  ['a window that opens by nothing', hex('000004080000000000' + '00000000')],
  ['a window that opens too far', hex('000004080000000000' + '7fffffff')],
  ['settings that are cut off', hex('000003040000000000' + '000400')],
  ['a push', hex('000004050400000001' + '00000002')],
])('%s ends the connection with GOAWAY, and the next client is served', async (_, bytes) => {
  const said = await say(bytes);
  // The last frame: type 7.
  expect(said.includes(Buffer.from([7, 0, 0, 0, 0, 0]))).toBe(true);
  await withClient(async (client) => expect((await ask(client, '/3')).body.length).toBe(3));
});
