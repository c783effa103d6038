// Requests take the proxy that the settings name, and only those that should.
import * as http from 'node:http';
import type * as net from 'node:net';
import { expect, test } from '@jest/globals';
import { openHttpClient } from '../../src/http/client.ts';
import { proxyFor } from '../../src/http/proxy.ts';

const proxies = {
  http: 'http://proxy.example:3128',
  https: 'proxy.example:3129',
  no: 'internal.example, .corp.example,10.0.0.0/8,special.example:8443,192.0.2.7',
};

test.each([
  ['https://ghcr.io/', 'http://proxy.example:3129/'],
  ['http://ghcr.io/', 'http://proxy.example:3128/'],
  ['https://internal.example/', undefined],
  ['https://a.internal.example/', undefined],
  ['https://notinternal.example/', 'http://proxy.example:3129/'],
  ['https://a.corp.example/', undefined],
  ['https://10.1.2.3/', undefined],
  ['https://11.1.2.3/', 'http://proxy.example:3129/'],
  ['https://192.0.2.7/', undefined],
  ['https://special.example:8443/', undefined],
  ['https://special.example/', 'http://proxy.example:3129/'],
  ['http://localhost:5000/', undefined],
  ['http://127.0.0.1:5000/', undefined],
  ['http://[::1]:5000/', undefined],
])('%s goes through %s', (url, expected) => {
  expect(proxyFor(new URL(url), proxies)?.href).toBe(expected);
});

test('NO_PROXY=* means no proxy at all', () => {
  expect(proxyFor(new URL('https://ghcr.io/'), { ...proxies, no: '*' })).toBeUndefined();
});

test('a setting that is no address is named as such', () => {
  expect(() => proxyFor(new URL('https://ghcr.io/'), { https: 'ftp://x' })).toThrow('proxy setting');
});

test('plain HTTP is asked of the proxy whole, HTTPS by a tunnel, both with its credentials', async () => {
  const seen: string[] = [];
  const note = (request: http.IncomingMessage) =>
    seen.push(`${request.method} ${request.url} ${request.headers['proxy-authorization']}`);
  const proxy = http.createServer((request, response) => {
    note(request);
    response.end('by proxy');
  });
  proxy.on('connect', (request: http.IncomingMessage, socket: net.Socket) => {
    note(request);
    socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as net.AddressInfo;
  const address = `http://me:pw@127.0.0.1:${port}`;
  const client = openHttpClient({ proxies: { http: address, https: address }, attempts: 1 });
  try {
    const response = await client.send({ url: new URL('http://registry.example/v2/?x=1') });
    let body = '';
    for await (const chunk of response.body) body += Buffer.from(chunk).toString();
    expect(body).toBe('by proxy');
    await expect(client.send({ url: new URL('https://registry.example/v2/') })).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('407'),
    });
  } finally {
    client.close();
    proxy.close();
  }
  expect(seen).toEqual([
    'GET http://registry.example/v2/?x=1 Basic bWU6cHc=',
    'CONNECT registry.example:443 Basic bWU6cHc=',
  ]);
});
