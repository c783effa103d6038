// Uploads blobs: mount, one PUT, or chunks (OCI distribution §Pushing blobs).
import { shownUrl, statusError } from '../../http/failures.ts';
import type { HttpBody, HttpRequest, HttpResponse } from '../../http/message.ts';
import { followedUrl } from '../../http/redirect.ts';
import { shortDigest } from '../../terms/digest.ts';
import { OutsideError } from '../../terms/errors.ts';
import type { BlobContent } from '../content-repository.ts';
import { verified } from '../verification.ts';
import type { RepositoryLine } from './repository.ts';
import type { Access } from './session.ts';

export interface UploadOptions {
  /** Repository of the same registry to mount the blob from. */
  readonly from?: string;
  /** Bytes a chunk; absent: one PUT with everything. */
  readonly chunk?: number;
}

/** Bodies start again this often when the registry forgets the upload. */
const restarts = 3;

function send(line: RepositoryLine, request: HttpRequest, access: Access): Promise<HttpResponse> {
  const { signal } = line.options;
  return line.session.send(signal === undefined ? request : { ...request, signal }, access);
}

/** Where the upload goes on: checked like every address a server names. */
function locationOf(response: HttpResponse): URL {
  const location = response.header('location');
  if (location !== undefined) return followedUrl(location, response.url, response.onward);
  const fix = 'Ask whoever runs the registry; its answer is not that of the distribution specification.';
  throw new OutsideError('protocol', `${shownUrl(response.url)} names no place for the upload`, fix);
}

function refused(response: HttpResponse, content: BlobContent): OutsideError {
  response.discard();
  return statusError(response.url, response.status, `cannot upload the blob ${shortDigest(content.digest)}`);
}

async function* inChunks(source: AsyncIterable<Uint8Array>, size: number) {
  let held: Uint8Array[] = [];
  let length = 0;
  for await (let rest of source) {
    while (length + rest.length >= size) {
      const part = rest.subarray(0, size - length);
      yield Buffer.concat([...held, part]);
      rest = rest.subarray(part.length);
      held = [];
      length = 0;
    }
    // A copy: a source may use its buffers again.
    held.push(Buffer.from(rest));
    length += rest.length;
  }
  if (length > 0) yield Buffer.concat(held);
}

const push: Access = { actions: 'pull,push' };

/** Sends every chunk; undefined when the registry lost the upload. */
async function patch(
  line: RepositoryLine,
  start: { readonly url: URL; readonly reach: HttpResponse['onward'] },
  content: BlobContent,
  chunk: number,
): Promise<URL | undefined> {
  let { url } = start;
  let at = 0;
  const checked = verified(content.open(), { what: 'blob', digest: content.digest, size: content.size });
  for await (const body of inChunks(checked, chunk)) {
    const headers = {
      'content-type': 'application/octet-stream',
      'content-range': `${at}-${at + body.length - 1}`,
    };
    const response = await send(line, { method: 'PATCH', url, reach: start.reach, headers, body }, push);
    if (response.status === 404 || response.status === 416) {
      response.discard();
      return undefined;
    }
    if (response.status !== 202) throw refused(response, content);
    url = locationOf(response);
    response.discard();
    at += body.length;
  }
  return url;
}

/** Whether the blob is there already. */
export async function hasBlob(line: RepositoryLine, digest: BlobContent['digest']): Promise<boolean> {
  const response = await send(
    line,
    { method: 'HEAD', url: line.url(`blobs/${digest}`) },
    { actions: 'pull' },
  );
  response.discard();
  if (response.status === 200) return true;
  if (response.status === 404) return false;
  throw statusError(response.url, response.status, `cannot look for the blob ${shortDigest(digest)}`);
}

async function attempt(line: RepositoryLine, content: BlobContent, options: UploadOptions): Promise<boolean> {
  const { digest, size } = content;
  const { from, chunk } = options;
  const begin = line.url('blobs/uploads/');
  if (from !== undefined) {
    begin.searchParams.set('mount', digest);
    begin.searchParams.set('from', from);
  }
  const access = from === undefined ? push : { ...push, alsoPull: from };
  const started = await send(line, { method: 'POST', url: begin }, access);
  if (started.status === 201) {
    started.discard();
    return true;
  }
  if (started.status !== 202) throw refused(started, content);
  const reach = started.onward;
  let url: URL | undefined = locationOf(started);
  const least = Number(started.header('oci-chunk-min-length') ?? 0);
  started.discard();
  if (chunk !== undefined) url = await patch(line, { url, reach }, content, Math.max(chunk, least || 1));
  if (url === undefined) return false;
  url.searchParams.set('digest', digest);
  const whole: HttpBody = {
    size,
    open: () => verified(content.open(), { what: 'blob', digest, size }),
  };
  const ended = await send(
    line,
    {
      method: 'PUT',
      url,
      reach,
      headers: { 'content-type': 'application/octet-stream' },
      ...(chunk === undefined && { body: whole }),
    },
    push,
  );
  if (ended.status === 404 || ended.status === 416) {
    ended.discard();
    return false;
  }
  if (ended.status !== 201 && ended.status !== 204) throw refused(ended, content);
  ended.discard();
  return true;
}

/** Uploads a blob unless it is there. ContentError when the content is not what its digest says. */
export async function uploadBlob(
  line: RepositoryLine,
  content: BlobContent,
  options: UploadOptions = {},
): Promise<void> {
  if (await hasBlob(line, content.digest)) return;
  for (let round = 0; round < restarts; round += 1) {
    if (await attempt(line, content, options)) return;
  }
  const message = `${line.name} forgot the upload of ${shortDigest(content.digest)} ${restarts} times`;
  throw new OutsideError(
    'protocol',
    message,
    'Try again; when it stays like this, ask whoever runs the registry.',
    {
      retryable: true,
    },
  );
}
