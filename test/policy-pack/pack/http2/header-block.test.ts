// Compressed headers: the worked examples of RFC 7541, what Node's own client writes, and what nobody may write.
import { once } from 'node:events';
import { connect } from 'node:http2';
import { createServer } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { ConnectionError } from '../../../../policy-pack/pack/http2/errors.ts';
import { FrameSplitter, frameType } from '../../../../policy-pack/pack/http2/frames.ts';
import { HeaderDecoder } from '../../../../policy-pack/pack/http2/header-block.ts';
import type { Header } from '../../../../policy-pack/pack/http2/static-table.ts';
import { dice } from '../../../fuzz/harness.ts';

const request = [
  [':method', 'GET'],
  [':scheme', 'http'],
  [':path', '/'],
  [':authority', 'www.example.com'],
];
const requests = [
  request,
  [...request, ['cache-control', 'no-cache']],
  [
    [':method', 'GET'],
    [':scheme', 'https'],
    [':path', '/index.html'],
    [':authority', 'www.example.com'],
    ['custom-key', 'custom-value'],
  ],
];

describe.each([
  [
    'C.3: as they are',
    [
      '828684410f7777772e6578616d706c652e636f6d',
      '828684be58086e6f2d6361636865',
      '828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565',
    ],
  ],
  [
    'C.4: packed',
    [
      '828684418cf1e3c2e5f23a6ba0ab90f4ff',
      '828684be5886a8eb10649cbf',
      '828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf',
    ],
  ],
])('RFC 7541, %s', (_, blocks) => {
  test('three requests of one connection', () => {
    const decoder = new HeaderDecoder();
    expect(blocks.map((block) => decoder.decode(Buffer.from(block, 'hex')))).toEqual(requests);
  });
});

test('what Node writes is read: names and values of every length, repeated and pushed out of the table', async () => {
  const random = dice(7541);
  const text = (most: number): string =>
    Array.from({ length: 1 + random.below(most) }, () => String.fromCharCode(33 + random.below(94))).join('');
  const sent = Array.from({ length: 60 }, (_, index) => ({
    ':path': `/call-${index % 7}/${text(40)}`,
    [`x-${random.below(9)}`]: text(random.chance(0.2) ? 3000 : 30),
    'x-latin': `caf\u00e9 ${text(8)}`,
  }));
  const read: (readonly Header[])[] = [];
  const decoder = new HeaderDecoder();
  const server = createServer((socket) => {
    const splitter = new FrameSplitter();
    socket.on('data', (chunk) =>
      splitter.push(chunk, ({ type, payload }) => {
        if (type !== frameType.headers) return;
        read.push(decoder.decode(payload));
        if (read.length === sent.length) socket.destroy();
      }),
    );
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const client = connect(`http://127.0.0.1:${address.port}`);
  client.on('error', () => undefined);
  for (const headers of sent) client.request(headers, { endStream: true }).on('error', () => undefined);
  await once(client, 'close');
  server.close();
  const wanted = sent.map((headers) => Object.entries(headers));
  expect(
    read.map((headers) => headers.filter(([name]) => name === ':path' || name.startsWith('x-'))),
  ).toEqual(wanted);
});

test.each([
  ['an index beyond the table', 'ff80'],
  ['the index nothing', '80'],
  ['an index without end', 'ffffffffffffff'],
  ['a name beyond the block', '8286400a6375'],
  ['a value beyond the block', '0001610a62'],
  ['a packed string with its end in it', '0084ffffffff0161'],
  ['a packed string padded with zeros', '0082f8000161'],
  ['a packed string padded with a byte', '0083f9ffff0161'],
  ['a table larger than agreed', '3fe2ff03'],
])('%s is an error', (_, block) => {
  expect(() => new HeaderDecoder().decode(Buffer.from(block, 'hex'))).toThrow(ConnectionError);
});

test('a table that was made smaller forgets', () => {
  const decoder = new HeaderDecoder();
  decoder.decode(Buffer.from('400161' + '0162', 'hex'));
  expect(decoder.decode(Buffer.from('be', 'hex'))).toEqual([['a', 'b']]);
  expect(() => decoder.decode(Buffer.from('20be', 'hex'))).toThrow(ConnectionError);
});
