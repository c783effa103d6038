// What is said over HTTP: requests as callers write them and responses as they get them.
import type { AddressClass } from './addresses.ts';
import type { Pace } from './pace.ts';

export type Method = 'GET' | 'HEAD' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';

/** Where a request may end up: anywhere (the user named the host), or where a host of this class may send us. */
export type Reach = 'anywhere' | { readonly sentBy: AddressClass };

export interface HttpBody {
  readonly size: number;
  /** Opens the body anew for each attempt. */
  open(): AsyncIterable<Uint8Array>;
}

export interface HttpRequest {
  readonly method?: Method;
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  /** Value of `Authorization`; it never leaves the origin of `url`. */
  readonly authorization?: string;
  readonly body?: Uint8Array | HttpBody;
  /** `anywhere` unless the URL came from a server. */
  readonly reach?: Reach;
  readonly signal?: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  /** Where the answer came from, after redirects. */
  readonly url: URL;
  /** Joined with `, ` when it was sent more than once. */
  header(name: string): string | undefined;
  /** Chunks of at least 64 KiB but the last; to be read once, or discarded. */
  readonly body: AsyncIterable<Uint8Array>;
  /** What this server may send us on to. */
  readonly onward: Reach;
  /** Drops the body, and with it the connection when much is left. */
  discard(): void;
}

/** The one way out: retries, redirects and proxies are behind it. */
export interface HttpClient {
  /** Any status that is not worth a retry is returned; otherwise an OutsideError says why there is no answer. */
  send(request: HttpRequest): Promise<HttpResponse>;
  /** Waits as long as a repeated attempt should; false when the retry budget is spent. */
  pause(attempt: number, signal?: AbortSignal): Promise<boolean>;
  /** Ends idle connections. */
  close(): void;
}

export interface HttpOptions {
  readonly userAgent?: string;
  /** Unix socket that everything is sent over, such as an engine's. */
  readonly socketPath?: string;
  /** Values of HTTP_PROXY, HTTPS_PROXY and NO_PROXY. */
  readonly proxies?: { readonly http?: string; readonly https?: string; readonly no?: string };
  /** PEM certificates to trust besides the usual ones. */
  readonly certificates?: readonly string[];
  /** Milliseconds until the head of a response must be there; 30,000. */
  readonly headTimeout?: number;
  /** Milliseconds a body may be silent; 60,000. */
  readonly idleTimeout?: number;
  /** Attempts for one request; 7. */
  readonly attempts?: number;
  /** Retries that all requests of this client may spend before successes refill it; 60. */
  readonly retryBudget?: number;
  /** Longest `Retry-After` that is waited for, milliseconds; 120,000. */
  readonly longestWait?: number;
  readonly redirects?: number;
  readonly pace?: Pace;
}
