// The one HTTP client: puts exchange, redirects, retries and proxies together.
import { OutsideError } from '../terms/errors.ts';
import { type ExchangeContext, exchange } from './exchange.ts';
import { shownUrl, statusError } from './failures.ts';
import { openLines } from './lines.ts';
import type { HttpClient, HttpOptions, HttpRequest, HttpResponse } from './message.ts';
import { realPace } from './pace.ts';
import { proxyFor } from './proxy.ts';
import { isRedirect, redirected } from './redirect.ts';
import { backoff, isRetryStatus, openBudget, openHolds, retryAfter } from './retry.ts';

/** Opens a client; connections are kept alive until `close`. */
export function openHttpClient(options: HttpOptions = {}): HttpClient {
  const pace = options.pace ?? realPace;
  const budget = openBudget(options.retryBudget ?? 60);
  const holds = openHolds(pace);
  const lines = openLines(options);
  const attempts = options.attempts ?? 7;
  const longestWait = options.longestWait ?? 120_000;
  const contextFor = (url: URL): ExchangeContext => ({
    lines,
    userAgent: options.userAgent ?? 'seaworthy',
    headTimeout: options.headTimeout ?? 30_000,
    idleTimeout: options.idleTimeout ?? 60_000,
    socketPath: options.socketPath,
    proxy: proxyFor(url, options.proxies ?? {}),
  });

  async function follow(request: HttpRequest): Promise<HttpResponse> {
    let current = request;
    for (let hop = 0; hop <= (options.redirects ?? 5); hop += 1) {
      await holds.wait(current.url.origin, request.signal);
      const response = await exchange(current, contextFor(current.url));
      if (!isRedirect(response.status)) return response;
      response.discard();
      current = redirected(current, response);
    }
    const message = `${shownUrl(request.url)} redirects in a circle or too often`;
    throw new OutsideError('redirect', message, 'Ask whoever runs the server; its redirects do not end.');
  }

  /** Notes what the server asked for; throws when it asks for longer than we wait. */
  function heed(response: HttpResponse): void {
    const wait = retryAfter(response.header('retry-after'), pace.now());
    if (wait === undefined) return;
    holds.hold(response.url.origin, pace.now() + wait);
    if (wait <= longestWait) return;
    throw new OutsideError(
      'rate-limited',
      `${response.url.host} asks to wait ${Math.ceil(wait / 1000)} s before the next request`,
      'Run again after that time, or log in: most registries allow more to accounts.',
      { retryable: true, status: response.status },
    );
  }

  async function pause(attempt: number, signal?: AbortSignal): Promise<boolean> {
    if (attempt + 1 >= attempts || !budget.take()) return false;
    await pace.sleep(backoff(attempt, pace), signal);
    return true;
  }

  /** A PATCH may have been applied before its connection broke; everything else is safe to repeat. */
  function isWorthRetry(error: unknown, request: HttpRequest): error is OutsideError {
    return error instanceof OutsideError && error.retryable && request.method !== 'PATCH';
  }

  async function send(request: HttpRequest): Promise<HttpResponse> {
    for (let attempt = 0; ; attempt += 1) {
      let failure: OutsideError;
      try {
        const response = await follow(request);
        if (!isRetryStatus(response.status)) {
          budget.refill();
          return response;
        }
        response.discard();
        failure = statusError(response.url, response.status, `gave up after ${attempt + 1} attempts`);
        heed(response);
      } catch (error) {
        if (!isWorthRetry(error, request) || error.code === 'rate-limited') throw error;
        failure = error;
      }
      if (!(await pause(attempt, request.signal))) throw failure;
    }
  }

  return { send, pause, close: () => lines.close() };
}
