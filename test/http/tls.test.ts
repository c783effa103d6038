// HTTPS is trusted by its certificate alone: the user's own authority is accepted when named, straight and by tunnel.
import { readFileSync } from 'node:fs';
import * as http from 'node:http';
import * as https from 'node:https';
import * as net from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openHttpClient } from '../../src/http/client.ts';
import type { HttpOptions } from '../../src/http/message.ts';

// Made for this test and good for nothing else.
const file = (name: string) => readFileSync(new URL(`data/loopback-${name}.pem`, import.meta.url), 'utf8');
const certificate = file('certificate');
const server = https.createServer({ key: file('key'), cert: certificate }, (_, response) =>
  response.end('safe'),
);
const proxy = http.createServer();
const portOf = (one: net.Server) => (one.address() as net.AddressInfo).port;

beforeAll(async () => {
  proxy.on('connect', (_: http.IncomingMessage, socket: net.Socket) => {
    const onward = net.connect(portOf(server), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  await Promise.all(
    [server, proxy].map((one) => new Promise<void>((resolve) => one.listen(0, '127.0.0.1', () => resolve()))),
  );
});
afterAll(() => {
  for (const one of [server, proxy]) {
    one.close();
    one.closeAllConnections();
  }
});

async function outcome(host: string, options: HttpOptions): Promise<string> {
  const client = openHttpClient({ attempts: 1, ...options });
  try {
    const response = await client.send({ url: new URL(`https://${host}:${portOf(server)}/`) });
    let body = '';
    for await (const chunk of response.body) body += Buffer.from(chunk).toString();
    return body;
  } catch (error) {
    return String((error as { code?: string }).code);
  } finally {
    client.close();
  }
}

test.each([
  ['an unknown authority', 'localhost', false, false, 'tls'],
  ['a named authority', 'localhost', true, false, 'safe'],
  ['a named authority behind a proxy', 'registry.test', true, true, 'safe'],
  ['an unknown authority behind a proxy', 'registry.test', false, true, 'tls'],
  ['a certificate of another host behind a proxy', 'other.test', true, true, 'tls'],
])('%s', async (_, host, named, tunnelled, expected) => {
  const options: HttpOptions = {
    ...(named && { certificates: [certificate] }),
    ...(tunnelled && { proxies: { https: `http://127.0.0.1:${portOf(proxy)}` } }),
  };
  expect(await outcome(host, options)).toBe(expected);
});
