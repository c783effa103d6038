// Where a redirect may lead, and what of the request goes along.
import { OutsideError } from '../terms/errors.ts';
import { hostClass, mayReach } from './addresses.ts';
import { shownUrl } from './failures.ts';
import { privateTargetError } from './lines.ts';
import type { HttpRequest, HttpResponse, Reach } from './message.ts';

export function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

function refused(from: URL, why: string): OutsideError {
  return new OutsideError(
    'redirect',
    `refused a redirect of ${shownUrl(from)}: ${why}`,
    'The server or something before it is misconfigured or hostile; ask whoever runs it.',
  );
}

/**
 * A URL that a server named (redirect, token realm, upload location, next page), resolved and allowed.
 * HTTPS is never left for HTTP, no credentials ride in the URL, and a host outside does not lead inside.
 */
export function followedUrl(target: string, from: URL, reach: Reach): URL {
  const url = URL.parse(target, from.href);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw refused(from, 'its target is not an HTTP address');
  }
  if (url.protocol === 'http:' && from.protocol === 'https:') throw refused(from, 'it leaves HTTPS for HTTP');
  if (url.username !== '' || url.password !== '') throw refused(from, 'its target carries credentials');
  const network = hostClass(url.hostname);
  if (url.origin !== from.origin && network !== undefined && reach !== 'anywhere') {
    if (!mayReach(reach.sentBy, network)) throw privateTargetError(url.host, network);
  }
  return url;
}

/** The request that a redirect asks for; the credentials stay with their origin (scheme, host and port). */
export function redirected(request: HttpRequest, response: HttpResponse): HttpRequest {
  const method = request.method ?? 'GET';
  const location = response.header('location');
  if (location === undefined) throw refused(response.url, 'it names no target');
  if (method !== 'GET' && method !== 'HEAD' && response.status !== 307 && response.status !== 308) {
    throw refused(response.url, `a ${method} cannot be repeated elsewhere after a ${response.status}`);
  }
  const url = followedUrl(location, response.url, response.onward);
  const { authorization, reach: _, ...rest } = request;
  const same = url.origin === response.url.origin;
  return {
    ...rest,
    url,
    reach: same ? (request.reach ?? 'anywhere') : response.onward,
    ...(same && authorization !== undefined && { authorization }),
  };
}
