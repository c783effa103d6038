// Fetches dumps from the OSV bucket (google.github.io/osv.dev/data) into a folder of the same layout.
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpClient } from '../http/message.ts';
import { makeFolder } from '../terms/folder.ts';
import { changedIds, fewChanges } from './changed-ids.ts';
import { changesName } from './dump.ts';
import { fetchFile } from './fetch-file.ts';
import { bodyText, sendExpecting } from './http-body.ts';
import { recordCeiling } from './osv.ts';

export const osvBucketUrl = 'https://osv-vulnerabilities.storage.googleapis.com';
export const knownExploitedUrl =
  'https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json';

const listName = 'modified_id.csv';
/** The list that belongs to what is on disk; the one just fetched takes its place once all of it is here. */
const heldName = 'held_id.csv';

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
    if (await fetchEcosystem(directory, family, options)) fetched.push(family);
  }
  const url = new URL(options.knownExploited ?? knownExploitedUrl);
  const name = 'known_exploited_vulnerabilities.json';
  const catalogue = await fetchFile(url, join(directory, 'kev'), name, options.client);
  return catalogue === 'fetched' ? [...fetched, 'kev'] : fetched;
}

/**
 * The list of what changed comes first, so that it is never newer than the records: few changes are fetched one by
 * one beside the zip that is there, many as the whole zip. False: nothing has changed.
 */
async function fetchEcosystem(directory: string, family: string, options: FetchOptions): Promise<boolean> {
  const folder = join(directory, family.replaceAll('/', '_'));
  const at = (name: string): URL =>
    new URL(`/${encodeURIComponent(family)}/${encodeURIComponent(name)}`, options.base ?? osvBucketUrl);
  const list = await fetchFile(at(listName), folder, listName, options.client, true);
  const held = join(folder, heldName);
  const isWhole = existsSync(held) && existsSync(join(folder, 'all.zip'));
  if (list === 'unchanged' && isWhole && same(held, join(folder, listName))) return false;
  if (list !== 'absent' && isWhole) {
    const changes = changedIds(readFileSync(held, 'utf8'), readFileSync(join(folder, listName), 'utf8'));
    if (changes.kind === 'few' && countOf(join(folder, changesName)) + changes.ids.length <= fewChanges) {
      await fetchChanges(changes.ids, join(folder, changesName), at, options.client);
      holdList(folder);
      return changes.ids.length > 0;
    }
  }
  rmSync(held, { force: true });
  const zip = await fetchFile(at('all.zip'), folder, 'all.zip', options.client);
  rmSync(join(folder, changesName), { recursive: true, force: true });
  if (list !== 'absent') holdList(folder);
  return zip === 'fetched';
}

function same(one: string, other: string): boolean {
  return readFileSync(one).equals(readFileSync(other));
}

function countOf(folder: string): number {
  return existsSync(folder) ? readdirSync(folder).length : 0;
}

function holdList(folder: string): void {
  const staged = join(folder, `${heldName}.part`);
  writeFileSync(staged, readFileSync(join(folder, listName)));
  renameSync(staged, join(folder, heldName));
}

async function fetchChanges(
  ids: readonly string[],
  folder: string,
  at: (name: string) => URL,
  client: HttpClient,
): Promise<void> {
  if (ids.length > 0) makeFolder(folder);
  for (const id of ids) {
    const text = await bodyText(await sendExpecting(client, { url: at(`${id}.json`) }), recordCeiling);
    const staged = join(folder, `${id}.part`);
    writeFileSync(staged, text);
    renameSync(staged, join(folder, `${id}.json`));
  }
}
