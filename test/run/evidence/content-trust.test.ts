// Docker Hub's notary server, played on loopback as it answers: where it is asked, by which token, and what is made of it.
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openHttpClient } from '../../../src/http/client.ts';
import type { HttpClient } from '../../../src/http/message.ts';
import type { CredentialFinder } from '../../../src/oci/registry/credentials.ts';
import { noCredentials } from '../../../src/oci/registry/credentials.ts';
import { contentTrustSentence, findContentTrust } from '../../../src/run/evidence/content-trust.ts';
import type { Digest } from '../../../src/terms/digest.ts';
import { outside } from '../../e2e/evidence-outside.ts';
import { listen } from '../../oci/loopback-registry.ts';

const digest: Digest = `sha256:${'ab'.repeat(32)}`;
const other: Digest = `sha256:${'cd'.repeat(32)}`;
const signedTargets = (of: Digest, more: object = {}) => ({
  signed: {
    _type: 'Targets',
    delegations: { keys: {}, roles: [] },
    expires: '2028-06-10T12:00:00Z',
    targets: {
      latest: { hashes: { sha256: Buffer.from(of.slice(7), 'hex').toString('base64') }, length: 528 },
    },
    version: 7,
    ...more,
  },
  signatures: [],
});

/** Role to its metadata; what is not there is a 404 in notary's own words. */
let roles: Readonly<Record<string, object>> = {};
const asked: { readonly url: string; readonly authorization: string | undefined }[] = [];
const token = 'token-for-notary';

/** Both of Docker's hosts on one loopback: paths tell them apart. */
const loopback = await listen((request, response) => {
  const answer = (status: number, body: object): void => {
    response.statusCode = status;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(body));
  };
  const path = request.url ?? '';
  if (path.startsWith('/token?')) return answer(200, { token, access_token: token, expires_in: 300 });
  const [, collection, role] = /^\/v2\/(.+)\/_trust\/tuf\/(.+)\.json$/.exec(path) ?? [];
  if (request.headers.authorization !== `Bearer ${token}`) {
    const scope = `repository:${collection}:pull`;
    const realm = 'https://auth.docker.io/token';
    response.setHeader(
      'www-authenticate',
      `Bearer realm="${realm}",service="notary.docker.io",scope="${scope}"`,
    );
    const errors = [{ code: 'UNAUTHORIZED', message: 'authentication required', detail: null }];
    return answer(401, { errors });
  }
  const found = role === undefined ? undefined : roles[role];
  if (found !== undefined) return answer(200, found);
  const message = 'You have requested metadata that does not exist.';
  return answer(404, { errors: [{ code: 'METADATA_NOT_FOUND', message, detail: null }] });
});
const direct = openHttpClient();
afterAll(async () => {
  direct.close();
  await loopback.close();
});
beforeEach(() => {
  asked.length = 0;
  roles = {};
});

/** The way out, led to the loopback; what comes back says that it came from where it was asked. */
const client: HttpClient = {
  ...direct,
  async send(request) {
    asked.push({ url: request.url.href, authorization: request.authorization });
    const { pathname, search } = request.url;
    const { reach: _, ...rest } = request;
    const response = await direct.send({ ...rest, url: new URL(pathname + search, loopback.url) });
    return { ...response, url: request.url, onward: 'anywhere', header: (name) => response.header(name) };
  },
};

const look = (reference: string, credentials: CredentialFinder = noCredentials) =>
  findContentTrust(reference, digest, {
    ...outside,
    registryOptions: { ...outside.registryOptions, client, credentials },
  });

describe('of an image on Docker Hub', () => {
  test('the notary server of Docker is asked, by a token for the whole name', async () => {
    roles = { targets: signedTargets(digest) };
    const found = await look('alpine:3.22');
    expect(found).toEqual({ tags: ['latest'] });
    expect(asked.map(({ url }) => decodeURIComponent(url))).toEqual([
      'https://notary.docker.io/v2/docker.io/library/alpine/_trust/tuf/targets.json',
      'https://auth.docker.io/token?service=notary.docker.io&scope=repository:docker.io/library/alpine:pull',
      'https://notary.docker.io/v2/docker.io/library/alpine/_trust/tuf/targets.json',
    ]);
    expect(found === undefined ? '' : contentTrustSentence(found)).toContain('this digest as latest');
  });

  test('tags that were delegated are looked for where Docker’s client puts them', async () => {
    const delegations = { keys: {}, roles: [{ name: 'targets/releases', paths: [''] }] };
    roles = {
      targets: signedTargets(other, { targets: {}, delegations }),
      'targets/releases': signedTargets(digest),
    };
    expect(await look('docker.io/acme/app:1')).toEqual({ tags: ['latest'] });
    expect(asked.at(-1)?.url).toBe(
      'https://notary.docker.io/v2/docker.io/acme/app/_trust/tuf/targets/releases.json',
    );
  });

  test('of other digests it is the repository’s', async () => {
    roles = { targets: signedTargets(other) };
    expect(await look('alpine')).toEqual({ tags: [] });
  });

  test('none is none', async () => {
    expect(await look('acme/unsigned')).toBeUndefined();
  });

  test('a login for Docker Hub asks for the token, and is shown to nobody else', async () => {
    roles = { targets: signedTargets(digest) };
    const login = { kind: 'basic', username: 'robot', password: 'secret' } as const;
    const hosts: string[] = [];
    await look('acme/private:1', async (registry, repository) => {
      hosts.push(`${registry}/${repository}`);
      return login;
    });
    expect(hosts).toEqual(['docker.io/acme/private']);
    const basic = asked.filter(({ authorization }) => authorization?.startsWith('Basic ') === true);
    expect(basic.map(({ url }) => new URL(url).host)).toEqual(['auth.docker.io']);
  });
});
