// Downloads blobs: verified while they stream, resumed with Range where a connection broke.
import { statusError } from '../../http/failures.ts';
import type { HttpClient, HttpResponse } from '../../http/message.ts';
import { shortDigest } from '../../terms/digest.ts';
import { OutsideError } from '../../terms/errors.ts';
import { ContentError } from '../../terms/refusal.ts';
import type { Descriptor } from '../descriptor.ts';
import { layerKind } from '../media-types.ts';
import { verified } from '../verification.ts';
import type { Session } from './session.ts';

function missing(descriptor: Descriptor, what: string, host: string): ContentError {
  const { digest } = descriptor;
  const foreign = layerKind(descriptor.mediaType)?.foreign === true;
  const why = foreign ? 'is kept elsewhere and not fetched from there' : `is missing at ${host}`;
  const message = `the ${what} ${shortDigest(digest)} ${why}`;
  return new ContentError({ code: foreign ? 'foreign-layer' : 'truncated', what, digest, message });
}

/** Where in the blob the body of a response starts; a server may ignore Range. */
function startOf(response: HttpResponse, wanted: number): number {
  if (response.status === 200) return 0;
  const start = /^bytes (\d+)-/.exec(response.header('content-range') ?? '')?.[1];
  if (start !== undefined && Number(start) === wanted) return wanted;
  response.discard();
  throw new OutsideError(
    'protocol',
    `${response.url.host} answered with another part of a blob than was asked for`,
    'Try again; when it stays like this, ask whoever runs the registry.',
    { retryable: true },
  );
}

async function* afterSkipping(body: AsyncIterable<Uint8Array>, bytes: number) {
  let skip = bytes;
  for await (const chunk of body) {
    if (skip >= chunk.length) skip -= chunk.length;
    else {
      yield skip === 0 ? chunk : chunk.subarray(skip);
      skip = 0;
    }
  }
}

/** The blob at `url`; ContentError when it is missing, another or incomplete, OutsideError when it cannot be had. */
export function downloadBlob(
  client: HttpClient,
  session: Session,
  url: URL,
  descriptor: Descriptor,
  what: string,
  signal?: AbortSignal,
): AsyncIterable<Uint8Array> {
  const { size, digest } = descriptor;
  async function open(from: number): Promise<AsyncIterable<Uint8Array>> {
    const response = await session.send(
      {
        url,
        ...(from > 0 && { headers: { range: `bytes=${from}-${size - 1}` } }),
        ...(signal !== undefined && { signal }),
      },
      { actions: 'pull' },
    );
    if (response.status === 404) {
      response.discard();
      throw missing(descriptor, what, url.host);
    }
    if (response.status !== 200 && !(response.status === 206 && from > 0)) {
      response.discard();
      throw statusError(response.url, response.status, `cannot read the ${what} ${shortDigest(digest)}`);
    }
    return afterSkipping(response.body, from - startOf(response, from));
  }
  async function* whole(): AsyncGenerator<Uint8Array, void, undefined> {
    let done = 0;
    for (let attempt = 0; ; attempt += 1) {
      const before = done;
      try {
        for await (const chunk of await open(done)) {
          done += chunk.length;
          yield chunk;
        }
        return;
      } catch (error) {
        if (!(error instanceof OutsideError) || !error.retryable) throw error;
        if (done >= size && size > 0) return;
        if (done > before) attempt = 0;
        if (!(await client.pause(attempt, signal))) throw error;
      }
    }
  }
  return verified(whole(), { what, digest, size });
}
