// Authorities and logs that fail, answer twice, or echo what they were sent: resumed where that helps, and no secret leaks.
import { generateKeyPairSync } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, describe, expect, test } from '@jest/globals';
import {
  fetchIdentityToken,
  identityService,
  parseIdentityToken,
} from '../../../src/evidence/sign/identity-token.ts';
import { keylessSigner } from '../../../src/evidence/sign/keyless.ts';
import { privateKey } from '../../../src/evidence/sign/pem-key.ts';
import { rekorV1 } from '../../../src/evidence/sign/rekor-v1.ts';
import { rekorV2 } from '../../../src/evidence/sign/rekor-v2.ts';
import { timestampAuthority } from '../../../src/evidence/sign/timestamp.ts';
import type { SignedBytes } from '../../../src/evidence/sign/witness.ts';
import { openHttpClient } from '../../../src/http/client.ts';
import { signingServices } from '../../../src/run/evidence/signing-services.ts';
import { listen } from '../../oci/loopback-registry.ts';

const client = openHttpClient({
  pace: { now: () => Date.now(), random: () => 0, sleep: async () => undefined },
});
afterAll(() => client.close());

const canary = 'CANARY-token-90210';
const jwt = `x.${Buffer.from(JSON.stringify({ sub: 'me' })).toString('base64url')}.${canary}`;
const random = { bytes: (length: number) => Buffer.alloc(length, 7) };

function everythingOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.stack} ${JSON.stringify(error)} ${everythingOf(error.cause)}`;
}

async function serve(handler: (request: IncomingMessage, response: ServerResponse, count: number) => void) {
  let count = 0;
  const server = await listen((request, response) => {
    count += 1;
    handler(request, response, count);
  });
  return { ...server, seen: () => count };
}

const signed: SignedBytes = {
  bytes: Buffer.from('payload'),
  hash: 'sha256',
  signature: Buffer.from('signature'),
  signer: { key: privateKey(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey) },
};

const entry = {
  ab: {
    body: Buffer.from('{"kind":"hashedrekord","apiVersion":"0.0.1"}').toString('base64'),
    integratedTime: 1,
    logID: 'ab',
    logIndex: 5,
    verification: { signedEntryTimestamp: 'AAAA' },
  },
};

describe('no token in what is said', () => {
  test.each([400, 401, 500])('when the authority answers %s and echoes it', async (status) => {
    const server = await serve((_, response) => {
      response.statusCode = status;
      response.end(canary);
    });
    const error = await keylessSigner(client, new URL(server.url), parseIdentityToken(jwt)).catch(
      (one) => one,
    );
    expect(everythingOf(error)).not.toContain(canary);
    expect(error).toMatchObject({ kind: 'outside' });
    await server.close();
  });

  test('when it is no token at all', () => {
    let said = '';
    try {
      parseIdentityToken(canary);
    } catch (error) {
      said = everythingOf(error);
    }
    expect(said).toContain('no OIDC token');
    expect(said).not.toContain(canary);
  });

  test('when GitHub refuses the request that carries one', async () => {
    const server = await serve((_, response) => {
      response.statusCode = 403;
      response.end(canary);
    });
    const service = { url: `${server.url}/token?v=1`, token: canary };
    const error = await fetchIdentityToken(client, service).catch((one) => one);
    expect(error).toMatchObject({ kind: 'outside', code: 'forbidden' });
    expect(everythingOf(error)).not.toContain(canary);
    await server.close();
  });
});

test('GitHub is asked for a token for sigstore, with the job’s own', async () => {
  let asked = '';
  const server = await serve((request, response) => {
    asked = `${request.url} ${request.headers.authorization}`;
    response.end(JSON.stringify({ value: jwt }));
  });
  const github = { oidcRequestUrl: `${server.url}/token?v=1`, oidcRequestToken: 'job' };
  expect((await fetchIdentityToken(client, identityService(github))).holder).toBe('me');
  expect(asked).toBe('/token?v=1&audience=sigstore Bearer job');
  await server.close();
});

describe('a log', () => {
  test('that is out for a while is asked again', async () => {
    const server = await serve((_, response, count) => {
      if (count < 4) {
        response.statusCode = count === 1 ? 429 : 503;
        return response.end();
      }
      response.statusCode = 201;
      return response.end(JSON.stringify(entry));
    });
    const { entries } = await rekorV1(client, new URL(server.url)).testify(signed);
    expect(entries[0]?.logIndex).toBe('5');
    expect(server.seen()).toBe(4);
    await server.close();
  });

  test('that has the entry already gives it (409)', async () => {
    const uuid = 'a'.repeat(64);
    const server = await serve((request, response) => {
      if (request.method === 'GET')
        return response.end(request.url?.endsWith(uuid) ? JSON.stringify(entry) : '{}');
      response.statusCode = 409;
      response.setHeader('location', `/api/v1/log/entries/${uuid}`);
      return response.end();
    });
    expect((await rekorV1(client, new URL(server.url)).testify(signed)).entries).toHaveLength(1);
    await server.close();
  });

  test.each(['{}', 'nonsense', '{"logIndex":"1"}'])('that answers %s is not taken for one', async (text) => {
    const server = await serve((_, response) => response.end(text));
    for (const log of [rekorV1, rekorV2]) {
      await expect(log(client, new URL(server.url)).testify(signed)).rejects.toMatchObject({
        code: 'protocol',
      });
    }
    await server.close();
  });
});

test('a timestamp authority that refuses, or stamps something else, is not believed', async () => {
  // PKIStatusInfo with status 2: rejection.
  const server = await serve((_, response) => response.end(Buffer.from('30053003020102', 'hex')));
  const authority = timestampAuthority(client, new URL(server.url), random);
  await expect(authority.testify(signed)).rejects.toMatchObject({
    message: expect.stringContaining('refused (status 2)'),
  });
  await server.close();
});

describe('names and the public logs', () => {
  const outside = { client, random, clock: { now: () => new Date() } };

  test('a private repository writes none unless asked', () => {
    expect(signingServices({ disclose: false }, false, outside).witnesses).toEqual({
      bundle: [],
      legacy: [],
    });
    expect(() => signingServices({ disclose: false }, true, outside)).toThrow(/into public logs/);
  });

  test('a public one, or who asks, uses the public instance', () => {
    const open = signingServices({ disclose: true }, true, outside);
    expect(open.fulcio?.host).toBe('fulcio.sigstore.dev');
    expect(open.witnesses.bundle).toHaveLength(1);
  });

  test('keyless without a log and a clock is refused', () => {
    const wish = { fulcio: 'https://fulcio.example', disclose: false };
    expect(() => signingServices(wish, true, outside)).toThrow(/no log and no timestamps/);
  });
});
