// Bodies of answers in one piece or on disk, under a ceiling.
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { HttpClient, HttpRequest, HttpResponse } from '../http/message.ts';
import { OutsideError } from '../terms/errors.ts';

/** OutsideError for any status but 200 and those of `also`. */
export async function sendExpecting(
  client: HttpClient,
  request: HttpRequest,
  also: readonly number[] = [],
): Promise<HttpResponse> {
  const response = await client.send(request);
  if (response.status === 200 || also.includes(response.status)) return response;
  response.discard();
  const message = `${request.url.host} answered ${response.status} for ${request.url.pathname}`;
  const fix = 'Check the address of the advisory data, and that this network may reach it.';
  throw new OutsideError('server', message, fix, { status: response.status });
}

export async function bodyText(response: HttpResponse, ceiling: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bounded(response, ceiling)) chunks.push(Uint8Array.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

/** Writes the body to a file. */
export async function bodyToFile(response: HttpResponse, path: string, ceiling: number): Promise<void> {
  await pipeline(bounded(response, ceiling), createWriteStream(path));
}

async function* bounded(response: HttpResponse, ceiling: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.length;
    if (size > ceiling) {
      response.discard();
      const message = `${response.url.host} sent more than ${ceiling} bytes for ${response.url.pathname}`;
      throw new OutsideError('protocol', message, 'Check the address of the advisory data.');
    }
    yield chunk;
  }
}
