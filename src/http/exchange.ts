// One request and its response on one connection: no retry, no redirect.
import type * as http from 'node:http';
import type * as https from 'node:https';
import { finished } from 'node:stream/promises';
import { addressClass, hostClass, mayReach } from './addresses.ts';
import { joinChunks } from './chunks.ts';
import { connectionError, timeoutError } from './failures.ts';
import { type Lines, privateTargetError } from './lines.ts';
import type { HttpBody, HttpRequest, HttpResponse } from './message.ts';
import { nodeHttp, nodeHttps } from './node-protocols.ts';
import { proxyAuthorization } from './proxy.ts';

export interface ExchangeContext {
  readonly lines: Lines;
  readonly userAgent: string;
  readonly headTimeout: number;
  readonly idleTimeout: number;
  readonly proxy: URL | undefined;
  readonly socketPath: string | undefined;
}

async function* bodyOf(
  response: http.IncomingMessage,
  url: URL,
  idleTimeout: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  // The clock runs only while we wait for bytes, not while the reader is busy with the last ones.
  const arm = () => setTimeout(() => response.destroy(timeoutError(url, idleTimeout, 'data')), idleTimeout);
  let timer = arm();
  try {
    for await (const chunk of response) {
      clearTimeout(timer);
      yield chunk;
      timer = arm();
    }
  } catch (error) {
    throw connectionError(url, error);
  } finally {
    clearTimeout(timer);
  }
}

async function send(
  request: http.ClientRequest,
  body: Uint8Array | HttpBody | undefined,
  progressed: () => void,
): Promise<void> {
  if (body === undefined || body instanceof Uint8Array) {
    request.end(body);
    return;
  }
  for await (const chunk of body.open()) {
    if (request.destroyed || request.writableEnded) return;
    progressed();
    if (!request.write(chunk)) {
      await new Promise<void>((resolve) => {
        request.once('drain', resolve);
        request.once('close', resolve);
        request.once('response', resolve);
      });
    }
  }
  request.end();
}

function headersOf(
  request: HttpRequest,
  context: ExchangeContext,
  viaProxy: boolean,
): http.OutgoingHttpHeaders {
  const { body, authorization } = request;
  const size = body instanceof Uint8Array ? body.length : body?.size;
  const wantsLength = size === undefined && ['PUT', 'POST', 'PATCH'].includes(request.method ?? 'GET');
  const proxyUser = viaProxy && context.proxy !== undefined ? proxyAuthorization(context.proxy) : undefined;
  return {
    'user-agent': context.userAgent,
    'accept-encoding': 'identity',
    host: request.url.host,
    ...request.headers,
    ...(authorization !== undefined && { authorization }),
    ...(size !== undefined && { 'content-length': size }),
    ...(wantsLength && { 'content-length': 0 }),
    ...(proxyUser !== undefined && { 'proxy-authorization': proxyUser }),
  };
}

function optionsOf(request: HttpRequest, context: ExchangeContext): https.RequestOptions {
  const { url, reach, signal } = request;
  const { proxy } = context;
  const plainProxy = proxy !== undefined && url.protocol === 'http:' ? proxy : undefined;
  const sentBy = reach === undefined || reach === 'anywhere' ? undefined : reach.sentBy;
  // A literal address is never resolved, so the guard of the lookup does not see it.
  const network = hostClass(url.hostname);
  if (sentBy !== undefined && network !== undefined && !mayReach(sentBy, network)) {
    throw privateTargetError(url.host, network);
  }
  const server = plainProxy ?? url;
  return {
    method: request.method ?? 'GET',
    protocol: server.protocol,
    hostname: server.hostname.replace(/^\[|\]$/g, ''),
    port: server.port || (server.protocol === 'https:' ? 443 : 80),
    path: plainProxy === undefined ? `${url.pathname}${url.search}` : url.href,
    headers: headersOf(request, context, plainProxy !== undefined),
    agent: context.lines.agent(server, sentBy, proxy),
    ...(signal !== undefined && { signal }),
    ...(context.socketPath !== undefined && { socketPath: context.socketPath }),
  };
}

function responseOf(
  message: http.IncomingMessage,
  request: HttpRequest,
  context: ExchangeContext,
): HttpResponse {
  const { url, reach } = request;
  // Kept from the head on: a keep-alive socket forgets its address once it is closed.
  const address = context.proxy === undefined ? message.socket.remoteAddress : undefined;
  const sentBy = address === undefined ? (hostClass(url.hostname) ?? 'public') : addressClass(address);
  const chunks = bodyOf(message, url, context.idleTimeout);
  return {
    status: message.statusCode ?? 0,
    url,
    header(name) {
      const value = message.headers[name.toLowerCase()];
      return Array.isArray(value) ? value.join(', ') : value;
    },
    body: joinChunks(chunks),
    onward: reach === undefined || reach === 'anywhere' ? { sentBy } : reach,
    discard() {
      const length = Number(message.headers['content-length'] ?? Number.NaN);
      if (!(length <= 65_536)) message.destroy();
      message.resume();
      finished(message).catch(() => message.destroy());
    },
  };
}

/** Sends one request and resolves with the head of its response; errors are OutsideErrors, or the signal's reason. */
export async function exchange(request: HttpRequest, context: ExchangeContext): Promise<HttpResponse> {
  request.signal?.throwIfAborted();
  const options = optionsOf(request, context);
  return new Promise((resolve, reject) => {
    const outgoing = (options.protocol === 'https:' ? nodeHttps() : nodeHttp()).request(options);
    const late = setTimeout(
      () => outgoing.destroy(timeoutError(request.url, context.headTimeout, 'answer')),
      context.headTimeout,
    );
    const fail = (error: unknown) => {
      clearTimeout(late);
      outgoing.destroy();
      reject(request.signal?.aborted === true ? request.signal.reason : connectionError(request.url, error));
    };
    outgoing.on('error', fail);
    outgoing.once('response', (message) => {
      clearTimeout(late);
      // Errors of the body reach its reader through the iterator; without a reader they are of no interest.
      message.on('error', () => undefined);
      resolve(responseOf(message, request, context));
    });
    send(outgoing, request.body, () => late.refresh()).then(
      () => late.refresh(),
      (error: unknown) => {
        // The caller's own body failed: its error is the one to tell.
        reject(error);
        outgoing.destroy();
      },
    );
  });
}
