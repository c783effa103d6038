// The client leaks no credentials, follows no one inside, waits as told and gives up with a reason.
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { readWhole } from '../../src/http/chunks.ts';
import { openHttpClient } from '../../src/http/client.ts';
import type { HttpOptions } from '../../src/http/message.ts';
import { jumpingPace } from '../oci/reading.ts';

const open: http.Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function serve(handler: http.RequestListener): Promise<URL> {
  const server = http.createServer(handler).listen(0, '127.0.0.1');
  open.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}

async function outcome(url: URL, options: HttpOptions = {}, extra: object = {}): Promise<string> {
  const client = openHttpClient({ pace: jumpingPace(), ...options });
  try {
    const response = await client.send({ url, authorization: 'Bearer secret', ...extra });
    const body = await readWhole(response.body, 1_000_000, () => new Error('long'));
    return `${response.status} ${body}`;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  } finally {
    client.close();
  }
}

function redirectTo(location: string, status = 307): http.RequestListener {
  return (_, response) => {
    response.writeHead(status, { location }).end();
  };
}

const echo: http.RequestListener = (request, response) => {
  response.end(`auth=${request.headers.authorization ?? 'none'}`);
};

test('credentials stay with their scheme, host and port', async () => {
  const other = await serve(echo);
  expect(await outcome(await serve(redirectTo(other.href)))).toBe('200 auth=none');
});

test('credentials go along within the same origin', async () => {
  const same = await serve((request, response) =>
    request.url === '/a' ? echo(request, response) : redirectTo('/a')(request, response),
  );
  expect(await outcome(same)).toBe('200 auth=Bearer secret');
});

test('credentials that were dropped do not come back with the second redirect', async () => {
  let home = new URL('http://x');
  const other = await serve((request, response) => redirectTo(`${home.href}end`)(request, response));
  home = await serve((request, response) =>
    request.url === '/end' ? echo(request, response) : redirectTo(other.href)(request, response),
  );
  expect(await outcome(home)).toBe('200 auth=none');
});

test.each([
  ['a link-local address (cloud metadata)', 'http://169.254.169.254/latest/meta-data'],
  ['the same in IPv6 clothes', 'http://[::ffff:169.254.169.254]/'],
  ['a file', 'file:///etc/passwd'],
  ['an address with credentials', 'http://user:pw@127.0.0.1:1/'],
  ['no address', 'http://'],
])('a redirect to %s is refused', async (_, target) => {
  expect(await outcome(await serve(redirectTo(target)))).toBe('redirect');
});

test.each([
  ['a literal address', 'http://127.0.0.1:1/'],
  ['a decimal address', 'http://2130706433:1/'],
  ['a name that resolves to loopback', 'http://localhost:1/'],
  ['a private network', 'http://10.0.0.1/'],
  ['IPv6 loopback', 'http://[::1]:1/'],
])('whom a public server sends to %s stops there', async (_, target) => {
  expect(await outcome(new URL(target), { attempts: 1 }, { reach: { sentBy: 'public' } })).toBe('redirect');
});

test('a name is checked where it is resolved', async () => {
  const target = new URL(await serve(echo));
  target.hostname = 'localhost';
  expect(await outcome(target, { attempts: 1 }, { reach: { sentBy: 'link-local' } })).toBe('redirect');
  expect(await outcome(target, { attempts: 1 }, { reach: { sentBy: 'loopback' } })).toContain('200');
});

test('redirects in a circle end', async () => {
  expect(await outcome(await serve(redirectTo('/')))).toBe('redirect');
});

test('a PUT is not turned into something else by a 302', async () => {
  const url = await serve(redirectTo('/x', 302));
  expect(await outcome(url, {}, { method: 'PUT', body: Buffer.from('x') })).toBe('redirect');
});

test.each([
  ['seconds', () => '30', 30_000],
  ['a date', (now: number) => new Date(now + 90_000).toUTCString(), 90_000],
])('Retry-After in %s is waited out, and nothing asked before', async (_, header, least) => {
  const pace = jumpingPace();
  const times: number[] = [];
  const url = await serve((_request, response) => {
    times.push(pace.now());
    if (times.length > 1) response.end('ok');
    else response.writeHead(429, { 'retry-after': header(pace.now()) }).end();
  });
  expect(await outcome(url, { pace })).toBe('200 ok');
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(least);
});

test('whoever is asked to wait for hours is told so at once', async () => {
  const pace = jumpingPace();
  const url = await serve((_, response) => response.writeHead(429, { 'retry-after': '7200' }).end());
  expect(await outcome(url, { pace })).toBe('rate-limited');
  expect(pace.slept()).toBe(0);
});

test('all requests together spend no more retries than the budget', async () => {
  let asked = 0;
  const url = await serve((_, response) => {
    asked += 1;
    response.writeHead(503).end();
  });
  const client = openHttpClient({ pace: jumpingPace(), retryBudget: 10, attempts: 8 });
  await Promise.allSettled(Array.from({ length: 5 }, () => client.send({ url })));
  client.close();
  expect(asked).toBe(15);
});

test.each([
  [401, '401 '],
  [404, '404 '],
  [429, 'rate-limited'],
  [500, 'server'],
])('status %d becomes %j', async (status, expected) => {
  expect(await outcome(await serve((_, response) => response.writeHead(status).end()))).toBe(expected);
});

test('a server that is silent, or falls silent, is given up', async () => {
  const mute = await serve(() => undefined);
  expect(await outcome(mute, { headTimeout: 50, attempts: 1 })).toBe('timeout');
  const halting = await serve((_, response) => {
    response.writeHead(200, { 'content-length': 10 });
    response.write('abc');
  });
  expect(await outcome(halting, { idleTimeout: 50, attempts: 1 })).toBe('timeout');
});

test('a cut body is an error and not an end', async () => {
  const url = await serve((_, response) => {
    response.writeHead(200, { 'content-length': 10 });
    response.write('abc', () => response.destroy());
  });
  expect(await outcome(url, { attempts: 1 })).toBe('unreachable');
});

test('nobody there is unreachable', async () => {
  expect(await outcome(new URL('http://127.0.0.1:1/'), { attempts: 1 })).toBe('unreachable');
});

test('an abort ends the request with its own reason', async () => {
  const mute = await serve(() => undefined);
  const client = openHttpClient();
  const reason = new Error('enough');
  await expect(client.send({ url: mute, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  const controller = new AbortController();
  const sent = client.send({ url: mute, signal: controller.signal });
  setTimeout(() => controller.abort(reason), 20);
  await expect(sent).rejects.toBe(reason);
  client.close();
});

test('a large body comes in chunks of 64 KiB and more', async () => {
  const url = await serve((_, response) => {
    for (let part = 0; part < 1000; part += 1) response.write(Buffer.alloc(1000, part));
    response.end();
  });
  const client = openHttpClient();
  const sizes: number[] = [];
  for await (const chunk of (await client.send({ url })).body) sizes.push(chunk.length);
  client.close();
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(1_000_000);
  expect(Math.min(...sizes.slice(0, -1))).toBeGreaterThanOrEqual(65_536);
});
