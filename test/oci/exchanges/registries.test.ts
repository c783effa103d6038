// An image is pulled from each registry the way its documentation says, and its credentials go nowhere else.
import type * as http from 'node:http';
import { expect, test } from '@jest/globals';
import { openHttpClient } from '../../../src/http/client.ts';
import { openSource } from '../../../src/oci/open-source.ts';
import { parseReference } from '../../../src/oci/reference.ts';
import { listen, startRegistry } from '../loopback-registry.ts';
import { counting, jumpingPace } from '../reading.ts';
import { sampleImage } from '../sample-image.ts';
import { type RegistryExchange, registryExchanges } from './registries.ts';

const image = sampleImage(['one', 'two']);

interface Seen {
  readonly method: string;
  readonly url: URL;
  readonly authorization: string | undefined;
  readonly form: string;
}

async function bodyText(request: http.IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

/** Notes what a token service or a storage is asked. */
function recorder(
  seen: Seen[],
  answer: (url: URL, response: http.ServerResponse) => void,
): http.RequestListener {
  return async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://x');
    const { method = '', headers } = request;
    seen.push({ method, url, authorization: headers.authorization, form: await bodyText(request) });
    answer(url, response);
  };
}

async function replay(exchange: RegistryExchange) {
  const { auth } = exchange;
  const tokens: Seen[] = [];
  const stored: Seen[] = [];
  const giveToken = recorder(tokens, (_, response) => {
    const field = auth.kind === 'token' ? auth.field : 'token';
    response.end(JSON.stringify({ [field]: 'secret-token', expires_in: 300 }));
  });
  const storage = await listen(
    recorder(stored, (url, response) => {
      const bytes = image.blobs.get(`sha256:${url.pathname.slice(-64)}`);
      response.end(bytes);
    }),
  );
  const other = await listen(giveToken);
  const wanted = auth.kind === 'token' ? 'Bearer secret-token' : 'Basic QVdTOmxvbmctcGFzc3dvcmQ=';
  const registry = await startRegistry({
    before(request, response) {
      if (
        auth.kind === 'token' &&
        auth.origin === 'registry' &&
        request.url?.startsWith(auth.path) === true
      ) {
        giveToken(request, response);
        return true;
      }
      if (request.headers.authorization !== wanted) {
        const realm =
          auth.kind === 'token' ? `${auth.origin === 'registry' ? registry.url : other.url}${auth.path}` : '';
        const bearer =
          auth.kind === 'token' && auth.service !== undefined
            ? `Bearer realm="${realm}",service="${auth.service}",scope="x"`
            : `Bearer realm="${realm}"`;
        response.statusCode = 401;
        response.setHeader('www-authenticate', auth.kind === 'basic' ? auth.challenge : bearer);
        response.end('{"errors":[{"code":"UNAUTHORIZED"}]}');
        return true;
      }
      if (exchange.redirect !== undefined && request.url?.includes('/blobs/') === true) {
        response.statusCode = exchange.redirect;
        response.setHeader('location', `${storage.url}/data/${request.url.slice(-64)}?X-Signature=abc`);
        response.end();
        return true;
      }
      return false;
    },
  });
  registry.add(image, 'v1');
  const pace = jumpingPace();
  const client = openHttpClient({ pace });
  try {
    const source = openSource(parseReference(`${registry.host}/${exchange.repository}:v1`), {
      client,
      now: pace.now,
      credentials: async () => exchange.credentials,
    });
    return { set: await source.read(counting()), tokens, stored, registry };
  } finally {
    client.close();
    await Promise.all([registry.close(), storage.close(), other.close()]);
  }
}

test.each(registryExchanges.map((exchange) => [exchange.name, exchange] as const))(
  '%s',
  async (_, exchange) => {
    const { set, tokens, stored, registry } = await replay(exchange);
    expect(set.refusals).toEqual([]);
    expect([...set.layers.keys()].sort()).toEqual([...image.layerDigests].sort());
    if (exchange.auth.kind === 'token') {
      const [token] = tokens;
      const form = new URLSearchParams(token?.form);
      const parameters = exchange.auth.method === 'GET' ? token?.url.searchParams : form;
      expect(tokens).toHaveLength(1);
      expect(token?.method).toBe(exchange.auth.method);
      expect(parameters?.get('service')).toBe(exchange.auth.service ?? null);
      expect(parameters?.get('scope')).toBe(`repository:${exchange.repository}:pull`);
      if (exchange.auth.method === 'POST') expect(token?.form).toContain(exchange.auth.proof);
      else expect(token?.authorization).toBe(exchange.auth.proof);
    }
    expect(stored).toHaveLength(exchange.redirect === undefined ? 0 : 3);
    expect(stored.map(({ authorization }) => authorization)).toEqual(stored.map(() => undefined));
    expect(registry.requests.every(({ headers }) => headers['accept-encoding'] === 'identity')).toBe(true);
  },
);
