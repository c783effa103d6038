// Asks sigstore's services: JSON or DER out, bounded answers in, no body ever quoted in an error.
import { readWhole } from '../../http/chunks.ts';
import { statusError } from '../../http/failures.ts';
import type { HttpClient, HttpResponse } from '../../http/message.ts';
import { OutsideError } from '../../terms/errors.ts';

const answerCeiling = 4 * 1024 * 1024;

export interface JsonAnswer {
  readonly status: number;
  /** Undefined for the statuses of `also`. */
  readonly value: unknown;
  readonly location: string | undefined;
}

/** Any 2xx, or one of `also`; else OutsideError, retryable where the status says so. */
export async function postJson(
  client: HttpClient,
  url: URL,
  body: object,
  {
    what,
    also = [],
    authorization,
  }: { readonly what: string; readonly also?: readonly number[]; readonly authorization?: string },
): Promise<JsonAnswer> {
  const response = await client.send({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: Buffer.from(JSON.stringify(body)),
    ...(authorization !== undefined && { authorization }),
  });
  const location = response.header('location');
  if (also.includes(response.status)) {
    response.discard();
    return { status: response.status, value: undefined, location };
  }
  return { status: response.status, value: parse(await answerOf(response, what), url), location };
}

export async function getJson(
  client: HttpClient,
  url: URL,
  what: string,
  authorization?: string,
): Promise<unknown> {
  const response = await client.send({
    url,
    headers: { accept: 'application/json' },
    ...(authorization !== undefined && { authorization }),
  });
  return parse(await answerOf(response, what), url);
}

/** The bytes of a 2xx answer. */
export async function postBytes(
  client: HttpClient,
  url: URL,
  type: string,
  body: Buffer,
  what: string,
): Promise<Buffer> {
  const response = await client.send({ method: 'POST', url, headers: { 'content-type': type }, body });
  return answerOf(response, what);
}

async function answerOf(response: HttpResponse, what: string): Promise<Buffer> {
  if (response.status < 200 || response.status > 299) {
    response.discard();
    throw statusError(response.url, response.status, what);
  }
  return readWhole(response.body, answerCeiling, (ceiling) => {
    const message = `${response.url.host} answered with more than ${ceiling} bytes`;
    return new OutsideError('protocol', message, 'Check that the address is the one of the service meant.');
  });
}

function parse(bytes: Buffer, url: URL): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    const fix = 'Check that the address is the one of the service meant.';
    throw new OutsideError('protocol', `${url.host} answered with something else than JSON`, fix);
  }
}
