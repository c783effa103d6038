// A loopback server that speaks OSV.dev's API over given records and serves files of a dump like the OSV bucket.
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { join } from 'node:path';

export interface OsvRecord {
  readonly id: string;
  readonly modified: string;
  readonly affected: readonly { readonly package: { readonly ecosystem: string; readonly name: string } }[];
}

export interface OsvServer {
  readonly base: string;
  /** `METHOD /path status`, in order. */
  readonly requests: readonly string[];
  /** Queries of each batch. */
  readonly batches: readonly number[];
  stop(): Promise<void>;
}

/** Answers `pageSize` records of a query at a time; `files` is a folder in the bucket's layout. */
export async function startOsvServer(options: {
  readonly records: readonly OsvRecord[];
  readonly pageSize?: number;
  readonly files?: string;
}): Promise<OsvServer> {
  const requests: string[] = [];
  const batches: number[] = [];
  const pageSize = options.pageSize ?? 1000;
  const server = createServer((request, response) => {
    void answer(request).then(({ status, body, headers }) => {
      requests.push(`${request.method} ${request.url} ${status}`);
      response.writeHead(status, headers).end(body);
    });
  });

  async function answer(request: IncomingMessage) {
    const path = decodeURIComponent(request.url ?? '/');
    if (path === '/v1/querybatch') return { status: 200, body: batch(await textOf(request)), headers: {} };
    const record = options.records.find((one) => path === `/v1/vulns/${one.id}`);
    if (record !== undefined) return { status: 200, body: JSON.stringify(record), headers: {} };
    const file = join(options.files ?? '/nonexistent', path);
    if (!existsSync(file) || path.includes('..')) return { status: 404, body: '', headers: {} };
    const etag = `"${statSync(file).size}"`;
    if (request.headers['if-none-match'] === etag) return { status: 304, body: '', headers: { etag } };
    return { status: 200, body: readFileSync(file), headers: { etag } };
  }

  function batch(text: string): string {
    const { queries } = JSON.parse(text);
    batches.push(queries.length);
    const results = queries.map((query: { package: unknown; page_token?: string }) => {
      const asked = JSON.stringify(query.package);
      const all = options.records.filter((record) =>
        record.affected.some(
          (one) => asked === JSON.stringify({ ecosystem: one.package.ecosystem, name: one.package.name }),
        ),
      );
      const start = Number(query.page_token ?? 0);
      const end = start + pageSize;
      const vulns = all.slice(start, end).map(({ id, modified }) => ({ id, modified }));
      return { vulns, ...(end < all.length ? { next_page_token: `${end}` } : {}) };
    });
    return JSON.stringify({ results });
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port on loopback');
  return {
    base: `http://127.0.0.1:${address.port}`,
    requests,
    batches,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
