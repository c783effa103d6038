// Fetches dumps from the OSV bucket (google.github.io/osv.dev/data) into a folder of the same layout.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpClient } from '../http/message.ts';
import { bodyToFile, sendExpecting } from './http-body.ts';

export const osvBucketUrl = 'https://osv-vulnerabilities.storage.googleapis.com';
export const knownExploitedUrl =
  'https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json';

const dumpCeiling = 4 * 1024 ** 3;

export interface FetchOptions {
  readonly client: HttpClient;
  /** Families, such as `Debian`. */
  readonly ecosystems: readonly string[];
  /** Origin of the bucket. */
  readonly base?: string;
  readonly knownExploited?: string;
}

/** Names of what was fetched; what the server says has not changed is left as it is. OutsideError on failure. */
export async function fetchDump(directory: string, options: FetchOptions): Promise<readonly string[]> {
  const fetched: string[] = [];
  for (const family of options.ecosystems) {
    const url = new URL(`/${encodeURIComponent(family)}/all.zip`, options.base ?? osvBucketUrl);
    const folder = join(directory, family.replaceAll('/', '_'));
    if (await fetchFile(url, folder, 'all.zip', options.client)) fetched.push(family);
  }
  const url = new URL(options.knownExploited ?? knownExploitedUrl);
  const name = 'known_exploited_vulnerabilities.json';
  if (await fetchFile(url, join(directory, 'kev'), name, options.client)) fetched.push('kev');
  return fetched;
}

/** False: the server's copy has the ETag of ours. A cut download leaves the old file in place. */
async function fetchFile(url: URL, folder: string, name: string, client: HttpClient): Promise<boolean> {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  const tagPath = `${path}.etag`;
  const known = existsSync(path) && existsSync(tagPath) ? readFileSync(tagPath, 'utf8') : undefined;
  const headers = known === undefined ? {} : { 'if-none-match': known };
  const response = await sendExpecting(client, { url, headers }, [304]);
  if (response.status === 304) {
    response.discard();
    return false;
  }
  await bodyToFile(response, `${path}.part`, dumpCeiling);
  renameSync(`${path}.part`, path);
  writeFileSync(tagPath, response.header('etag') ?? '');
  return true;
}
