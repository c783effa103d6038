// nginx in front of a registry, failing by lot: 503s, 429s with Retry-After, blobs cut in the middle.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, type RunningServer, startServer } from './processes.ts';

export interface Passed {
  /** Seconds since 1970, when the answer ended. */
  readonly at: number;
  /** Seconds from the first byte of the request to the end of the answer. */
  readonly took: number;
  readonly status: number;
  readonly uri: string;
  readonly range: string;
  /** Bytes of the body that were sent, and those that were promised. */
  readonly sent: number;
  readonly promised: number;
}

export interface FaultyProxy extends RunningServer {
  readonly host: string;
  requests(): readonly Passed[];
}

/** Shares of all requests in percent; of whole blobs, `cut` are ended after about a megabyte. */
export async function startFaultyProxy(
  upstream: string,
  faults: { readonly unavailable: number; readonly limited: number; readonly cut: number },
): Promise<FaultyProxy> {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-nginx-'));
  const [port, slow] = [await freePort(), await freePort()];
  const file = (name: string): string => join(folder, name);
  mkdirSync(file('work'));
  const shares = [
    [faults.unavailable, 'busy'],
    [faults.limited, 'limited'],
    [faults.cut, 'cut'],
  ] as const;
  const lots = shares.map(([share, lot]) => (share === 0 ? '' : `${share}% ${lot};`)).join(' ');
  writeFileSync(
    file('nginx.conf'),
    `daemon off; worker_processes 1; pid ${file('pid')}; error_log ${file('error.log')};
events { worker_connections 256; }
http {
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${file('work')}/${name};`).join(' ')}
  log_format line '$msec $request_time $status $body_bytes_sent $sent_http_content_length "$http_range" $request_uri';
  split_clients $request_id $lot { ${lots} * ""; }
  map "$lot $request_uri $http_range" $cut { "~^cut .*/blobs/.* $" 1; default ""; }
  proxy_set_header Host $http_host; proxy_max_temp_file_size 0;
  server {
    listen 127.0.0.1:${port}; access_log ${file('access.log')} line;
    location /busy { internal; return 503; }
    location /limited { internal; add_header Retry-After 1 always; return 429; }
    location / {
      error_page 418 = /busy; error_page 419 = /limited; recursive_error_pages on;
      if ($lot = busy) { return 418; }
      if ($lot = limited) { return 419; }
      proxy_read_timeout 300ms;
      if ($cut) { proxy_pass http://127.0.0.1:${slow}; }
      proxy_pass http://${upstream};
    }
  }
  server { listen 127.0.0.1:${slow}; access_log off; location / { limit_rate 1m; proxy_pass http://${upstream}; } }
}
`,
  );
  const server = await startServer('nginx', ['-p', folder, '-c', file('nginx.conf')], port);
  return {
    ...server,
    host: `127.0.0.1:${port}`,
    requests: () => readFileSync(file('access.log'), 'utf8').trim().split('\n').map(parse),
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function parse(line: string): Passed {
  const match = /^(\S+) (\S+) (\d+) (\d+) (\S+) "(.*)" (\S+)$/.exec(line);
  if (match === null) throw new Error(`nginx logged ${line}`);
  const [, at, took, status, sent, promised, range = '', uri = ''] = match;
  return {
    at: Number(at),
    took: Number(took),
    status: Number(status),
    sent: Number(sent),
    promised: promised === '-' ? 0 : Number(promised),
    range,
    uri,
  };
}
