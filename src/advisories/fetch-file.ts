// Fetches one file to disk unless the server says that ours is the same.
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpClient } from '../http/message.ts';
import { makeFolder } from '../terms/folder.ts';
import { bodyToFile, sendExpecting } from './http-body.ts';

const ceiling = 4 * 1024 ** 3;

export type Fetched = 'fetched' | 'unchanged' | 'absent';

/** A cut download leaves the old file in place. OutsideError for any answer but 200, 304 and, where `optional`, 404. */
export async function fetchFile(
  url: URL,
  folder: string,
  name: string,
  client: HttpClient,
  optional = false,
): Promise<Fetched> {
  makeFolder(folder);
  const path = join(folder, name);
  const tagPath = `${path}.etag`;
  const known = existsSync(path) && existsSync(tagPath) ? readFileSync(tagPath, 'utf8') : '';
  const headers = known === '' ? {} : { 'if-none-match': known };
  const response = await sendExpecting(client, { url, headers }, optional ? [304, 404] : [304]);
  if (response.status !== 200) {
    response.discard();
    return response.status === 304 ? 'unchanged' : 'absent';
  }
  // Without its tag the old file is merely fetched again, should we stop between the two writes.
  rmSync(tagPath, { force: true });
  await bodyToFile(response, `${path}.part`, ceiling);
  renameSync(`${path}.part`, path);
  writeFileSync(tagPath, response.header('etag') ?? '');
  return 'fetched';
}
