// Talks to one repository of one registry with the right authorization: asks for it once, keeps it while it lasts.
import { shownUrl, statusError } from '../../http/failures.ts';
import type { HttpClient, HttpRequest, HttpResponse } from '../../http/message.ts';
import { OutsideError } from '../../terms/errors.ts';
import { parseChallenges } from './challenge.ts';
import { basicHeader, type CredentialFinder, type Credentials } from './credentials.ts';
import { fetchToken } from './token.ts';

export interface SessionOptions {
  readonly client: HttpClient;
  readonly credentials: CredentialFinder;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What a request does to the repository; other repositories to mount from are added. */
export interface Access {
  readonly actions: 'pull' | 'pull,push' | 'delete';
  readonly alsoPull?: string;
}

export interface Session {
  /** Sends with authorization; a 401 that credentials cannot answer is an OutsideError. */
  send(request: HttpRequest, access: Access): Promise<HttpResponse>;
}

interface Authorization {
  readonly header: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

function noWay(response: HttpResponse, credentials: Credentials | undefined): OutsideError {
  const error = statusError(response.url, 401, credentials === undefined ? 'not logged in' : 'not accepted');
  if (credentials === undefined) return error;
  const fix =
    'The registry refused the credentials it was given; log in again, or check the token and its scope.';
  return new OutsideError('unauthorized', error.message, fix, { status: 401 });
}

export function openSession(
  origin: URL,
  registry: string,
  repository: string,
  options: SessionOptions,
): Session {
  const { client, now } = options;
  const kept = new Map<string, Promise<Authorization>>();
  let found: Promise<Credentials | undefined> | undefined;
  const credentials = () => {
    found ??= options.credentials(registry, repository);
    return found;
  };
  const scopesOf = (access: Access) => [
    `repository:${repository}:${access.actions}`,
    ...(access.alsoPull === undefined ? [] : [`repository:${access.alsoPull}:pull`]),
  ];

  async function authorize(refused: HttpResponse, scopes: readonly string[]): Promise<Authorization> {
    const known = await credentials();
    if (known?.kind === 'bearer') return { header: `Bearer ${known.token}`, until: Number.POSITIVE_INFINITY };
    const challenges = parseChallenges(refused.header('www-authenticate') ?? '');
    const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
    if (bearer !== undefined) {
      const token = await fetchToken(client, { challenge: bearer, refused, scopes, credentials: known });
      // A little before its end, so that it does not run out on the way.
      return { header: `Bearer ${token.value}`, until: now() + Math.max(token.seconds - 10, 5) * 1000 };
    }
    if (challenges.some(({ scheme }) => scheme === 'basic') && known?.kind === 'basic') {
      return { header: basicHeader(known.username, known.password), until: Number.POSITIVE_INFINITY };
    }
    throw noWay(refused, known);
  }

  async function keptHeader(key: string): Promise<string | undefined> {
    const authorization = await kept.get(key);
    return authorization !== undefined && authorization.until > now() ? authorization.header : undefined;
  }

  return {
    async send(request, access) {
      // Authorization is for the registry's own origin; an upload location elsewhere carries its own.
      if (request.url.origin !== origin.origin) return client.send(request);
      const scopes = scopesOf(access);
      const key = scopes.join(' ');
      const used = await keptHeader(key);
      const first = await client.send(used === undefined ? request : { ...request, authorization: used });
      if (first.status !== 401) return first;
      first.discard();
      if (first.url.origin !== origin.origin) {
        throw new OutsideError(
          'unauthorized',
          `${shownUrl(first.url)}, where the registry sent us, asks for credentials`,
          'Ask whoever runs the registry: its storage must accept the addresses it hands out.',
          { status: 401 },
        );
      }
      // Requests side by side share one new token instead of asking for one each.
      const renewed = (await keptHeader(key)) ?? used;
      if (renewed === used) {
        const authorization = authorize(first, scopes);
        kept.set(key, authorization);
        authorization.catch(() => kept.delete(key));
      }
      const header = (await kept.get(key))?.header ?? '';
      const second = await client.send({ ...request, authorization: header });
      if (second.status !== 401) return second;
      second.discard();
      kept.delete(key);
      throw noWay(second, await credentials());
    },
  };
}
