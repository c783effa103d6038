// Turns what goes wrong on the wire, and statuses that refuse, into errors that say what to do.
import { OutsideError, type OutsideErrorCode } from '../terms/errors.ts';

/** A URL for a sentence: no credentials and no query, which may hold a signature. */
export function shownUrl(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}

/** The `code` of a system error, such as `ENOENT`; told by shape, as an error may come from another realm. */
export function errorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

export function errorMessage(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error
    ? String(error.message)
    : String(error);
}

const certificateCodes =
  /^(?:CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO|HOSTNAME_MISMATCH|INVALID_CA)/;

/** The error of a broken connection; an OutsideError is passed through. */
export function connectionError(url: URL, cause: unknown): OutsideError {
  if (cause instanceof OutsideError) return cause;
  const code = errorCode(cause);
  const detail = errorMessage(cause);
  if (certificateCodes.test(code)) {
    return new OutsideError(
      'tls',
      `no trusted connection to ${url.host}: ${detail}`,
      'Add the certificate authority of this host to the trusted certificates, or check that the address speaks HTTPS.',
      { cause },
    );
  }
  return new OutsideError(
    'unreachable',
    `no answer from ${shownUrl(url)}: ${detail || code}`,
    'Check the host name, the network and the proxy settings, then try again.',
    { retryable: code !== 'ENOTFOUND', cause },
  );
}

export function timeoutError(url: URL, milliseconds: number, what: string): OutsideError {
  return new OutsideError(
    'timeout',
    `${shownUrl(url)} sent no ${what} for ${Math.round(milliseconds / 1000)} s`,
    'Try again; when it stays like this, check the network and the proxy settings.',
    { retryable: true },
  );
}

const byStatus: ReadonlyMap<number, readonly [OutsideErrorCode, string]> = new Map([
  [401, ['unauthorized', 'Log in (`docker login`), or pass a user name and token that may do this.']],
  [
    403,
    ['forbidden', 'Give the account or token access to this repository; the server knows it and says no.'],
  ],
  [404, ['protocol', 'Check the name; a private repository may also answer so without credentials.']],
  [429, ['rate-limited', 'Wait for the limit to pass, or log in: most registries allow more to accounts.']],
]);

/** The error of a response whose status refuses what was asked for. */
export function statusError(url: URL, status: number, what: string, detail = ''): OutsideError {
  const server = status >= 500;
  const [code, fix] =
    byStatus.get(status) ??
    (server
      ? (['server', 'Try again later; the fault is on the side of the server.'] as const)
      : (['protocol', 'Check that the address is the one of the service meant.'] as const));
  return new OutsideError(
    code,
    `${what}: ${shownUrl(url)} answered ${status}${detail === '' ? '' : ` (${detail})`}`,
    fix,
    { status, retryable: server || status === 429 || status === 408 },
  );
}
