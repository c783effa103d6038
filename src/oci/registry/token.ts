// Gets bearer tokens: GET with Basic, or OAuth2 POST (distribution docs spec/auth/token, spec/auth/oauth).
import { z } from 'zod';
import { readWhole } from '../../http/chunks.ts';
import { shownUrl, statusError } from '../../http/failures.ts';
import type { HttpClient, HttpRequest, HttpResponse } from '../../http/message.ts';
import { followedUrl } from '../../http/redirect.ts';
import { OutsideError } from '../../terms/errors.ts';
import type { Challenge } from './challenge.ts';
import { basicHeader, type Credentials } from './credentials.ts';

const answerSchema = z.object({
  token: z.string().nullish(),
  access_token: z.string().nullish(),
  expires_in: z.number().nullish(),
});
const answerCeiling = 1024 * 1024;

export interface Token {
  readonly value: string;
  /** Seconds from now on that it may be used. */
  readonly seconds: number;
}

/** Who asks for a token, and what the registry said when it refused to go on without. */
export interface TokenWish {
  readonly challenge: Challenge;
  /** The response with the challenge. */
  readonly refused: HttpResponse;
  readonly scopes: readonly string[];
  readonly credentials: Credentials | undefined;
  readonly signal?: AbortSignal;
}

function oauthRequest(realm: URL, wish: TokenWish, grant: Readonly<Record<string, string>>): HttpRequest {
  const service = wish.challenge.parameters.get('service');
  const form = new URLSearchParams({
    ...grant,
    client_id: 'seaworthy',
    ...(service !== undefined && { service }),
    scope: wish.scopes.join(' '),
  });
  return {
    method: 'POST',
    url: realm,
    reach: wish.refused.onward,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: Buffer.from(form.toString()),
  };
}

function getRequest(realm: URL, wish: TokenWish): HttpRequest {
  const url = new URL(realm);
  const service = wish.challenge.parameters.get('service');
  if (service !== undefined) url.searchParams.set('service', service);
  for (const scope of wish.scopes) url.searchParams.append('scope', scope);
  const { credentials } = wish;
  return {
    url,
    reach: wish.refused.onward,
    ...(credentials?.kind === 'basic' && {
      authorization: basicHeader(credentials.username, credentials.password),
    }),
  };
}

async function ask(client: HttpClient, wish: TokenWish, realm: URL): Promise<HttpResponse> {
  const { credentials, signal } = wish;
  const withSignal = (request: HttpRequest) => (signal === undefined ? request : { ...request, signal });
  if (credentials?.kind === 'identity') {
    const grant = { grant_type: 'refresh_token', refresh_token: credentials.token };
    return client.send(withSignal(oauthRequest(realm, wish, grant)));
  }
  const response = await client.send(withSignal(getRequest(realm, wish)));
  if (credentials?.kind !== 'basic' || (response.status !== 404 && response.status !== 405)) return response;
  response.discard();
  const { username, password } = credentials;
  return client.send(withSignal(oauthRequest(realm, wish, { grant_type: 'password', username, password })));
}

/** Asks the realm of a challenge for a token; OutsideError when it gives none. */
export async function fetchToken(client: HttpClient, wish: TokenWish): Promise<Token> {
  const { refused } = wish;
  const target = wish.challenge.parameters.get('realm') ?? '';
  const realm = followedUrl(target, refused.url, refused.onward);
  const response = await ask(client, wish, realm);
  if (response.status !== 200) {
    response.discard();
    throw statusError(response.url, response.status, `${refused.url.host} gives no token`);
  }
  const failure = (cause?: unknown) =>
    new OutsideError(
      'protocol',
      `${shownUrl(response.url)} answered without a token`,
      'Check that the registry and its token service are meant; a proxy page in between is a common cause.',
      { cause },
    );
  const bytes = await readWhole(response.body, answerCeiling, () => failure());
  let answer: z.infer<typeof answerSchema>;
  try {
    answer = answerSchema.parse(JSON.parse(bytes.toString('utf8')));
  } catch (error) {
    throw failure(error);
  }
  const value = answer.token || answer.access_token;
  if (!value || /[\r\n]/.test(value)) throw failure();
  return { value, seconds: answer.expires_in ?? 60 };
}
