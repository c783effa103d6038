// Advisories from OSV.dev's API (google.github.io/osv.dev/api): it learns which packages are asked for.
import { z } from 'zod';
import type { HttpClient } from '../http/message.ts';
import { OutsideError } from '../terms/errors.ts';
import { textDigest } from './digests.ts';
import { bodyText, sendExpecting } from './http-body.ts';
import { parseAdvisory, recordCeiling } from './osv.ts';
import { osvDevFamilies } from './osv-dev-families.ts';
import type { Advisory } from './record.ts';
import { type AdvisorySource, type Lookup, type PackageQuery, packageKey } from './source.ts';

export const osvDevUrl = 'https://api.osv.dev';

const batchSize = 1000;
const answerCeiling = 64 * 1024 * 1024;
const mostPages = 1000;
const parallel = 8;

export interface OsvDevOptions {
  readonly client: HttpClient;
  /** Origin of the API; `osvDevUrl` unless a mirror is used. */
  readonly base?: string;
  /** Moment of asking: the data is current as of then. */
  readonly now: Date;
  /** Details that outlive the run, by id and `modified`. */
  readonly cache?: DetailCache;
}

export interface DetailCache {
  get(key: string): Promise<string | undefined>;
  put(key: string, text: string): Promise<void>;
}

const batchAnswer = z.object({
  results: z.array(
    z.object({
      vulns: z.array(z.object({ id: z.string(), modified: z.string() })).optional(),
      next_page_token: z.string().optional(),
    }),
  ),
});

interface Asked {
  readonly index: number;
  readonly token?: string;
}

/** Opens the API as a source; nothing is sent before the first lookup. */
export function openOsvDev(options: OsvDevOptions): AdvisorySource {
  const seen = new Map<string, Promise<Advisory | string>>();
  return {
    kind: 'osv.dev',
    async lookup(queries) {
      const hits = await askAll(queries, options);
      const keys = [...new Set(hits.flatMap((of) => [...of]))].sort();
      await eachOf(keys, async (key) => {
        const pending = seen.get(key) ?? fetchDetail(key, options);
        seen.set(key, pending);
        await pending;
      });
      return assemble(queries, hits, seen, options.now);
    },
    knownExploited: async () => new Set(),
    supportDates: async () => undefined,
    close: async () => undefined,
  };
}

/** `id TAB modified` of every hit of each query. */
async function askAll(queries: readonly PackageQuery[], options: OsvDevOptions): Promise<Set<string>[]> {
  const hits = queries.map(() => new Set<string>());
  let open: Asked[] = queries.flatMap(({ family }, index) => (osvDevFamilies.has(family) ? [{ index }] : []));
  for (let page = 0; open.length > 0; page += 1) {
    if (page >= mostPages) throw protocol('its pages do not end');
    const next: Asked[] = [];
    for (let start = 0; start < open.length; start += batchSize) {
      const batch = open.slice(start, start + batchSize);
      const results = await askBatch(batch, queries, options);
      batch.forEach(({ index }, place) => {
        const result = results[place];
        for (const { id, modified } of result?.vulns ?? []) hits[index]?.add(`${id}\t${modified}`);
        if (result?.next_page_token) next.push({ index, token: result.next_page_token });
      });
    }
    open = next;
  }
  return hits;
}

async function askBatch(batch: readonly Asked[], queries: readonly PackageQuery[], options: OsvDevOptions) {
  const body = batch.map(({ index, token }) => ({
    package: { ecosystem: queries[index]?.ecosystem, name: queries[index]?.name },
    version: queries[index]?.version,
    ...(token === undefined ? {} : { page_token: token }),
  }));
  const response = await sendExpecting(options.client, {
    method: 'POST',
    url: new URL('/v1/querybatch', options.base ?? osvDevUrl),
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify({ queries: body })),
  });
  const { results } = parsed(await bodyText(response, answerCeiling));
  if (results.length !== batch.length)
    throw protocol(`it answered ${results.length} of ${batch.length} queries`);
  return results;
}

function parsed(text: string): z.infer<typeof batchAnswer> {
  try {
    return batchAnswer.parse(JSON.parse(text));
  } catch (cause) {
    throw protocol('its answer has another shape', cause);
  }
}

function protocol(what: string, cause?: unknown): OutsideError {
  const fix = 'Use a local store or a dump (`seaworthy db update`).';
  return new OutsideError('protocol', `the OSV API cannot be understood: ${what}`, fix, { cause });
}

/** The record, or a sentence about why it cannot be read. */
async function fetchDetail(key: string, options: OsvDevOptions): Promise<Advisory | string> {
  const [id = ''] = key.split('\t', 1);
  const cached = await options.cache?.get(key);
  const text = cached ?? (await download(id, options));
  const result = parseAdvisory(text);
  if (result.kind === 'malformed') return `${id} ${result.reason}`;
  if (cached === undefined) await options.cache?.put(key, text);
  return result.advisory;
}

async function download(id: string, options: OsvDevOptions): Promise<string> {
  const url = new URL(`/v1/vulns/${encodeURIComponent(id.toWellFormed())}`, options.base ?? osvDevUrl);
  return bodyText(await sendExpecting(options.client, { url }), recordCeiling);
}

async function eachOf(keys: readonly string[], work: (key: string) => Promise<void>): Promise<void> {
  const left = keys.values();
  await Promise.all(
    Array.from({ length: Math.min(parallel, keys.length) }, async () => {
      for (const key of left) await work(key);
    }),
  );
}

async function assemble(
  queries: readonly PackageQuery[],
  hits: readonly Set<string>[],
  seen: ReadonlyMap<string, Promise<Advisory | string>>,
  now: Date,
): Promise<Lookup> {
  const details = new Map<string, Advisory | string>();
  for (const [key, pending] of seen) details.set(key, await pending);
  const bad = [...details.values()].filter((one) => typeof one === 'string').sort();
  const records = hits.map((of) =>
    [...of].sort().flatMap((key) => {
      const detail = details.get(key);
      return detail === undefined || typeof detail === 'string' ? [] : [detail];
    }),
  );
  const lines = [...new Set(hits.flatMap((of) => [...of]))].sort();
  const unreadable = queries.flatMap(({ family, name }, index) =>
    [...(hits[index] ?? [])].some((key) => typeof details.get(key) === 'string')
      ? [packageKey(family, name)]
      : [],
  );
  return {
    records,
    covered: new Set(
      queries.filter(({ family }) => osvDevFamilies.has(family)).map(({ ecosystem }) => ecosystem),
    ),
    unreadable: new Set(unreadable),
    digest: `sha256:${textDigest(lines.join('\n'))}`,
    updated: now.toISOString(),
    warnings: bad.length === 0 ? [] : [`${bad.length} advisories could not be read; the first: ${bad[0]}`],
  };
}
