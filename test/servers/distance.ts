// A server some milliseconds away: passes requests on, each answer held back for the way, and counts them.
import * as http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { listen } from '../oci/loopback-registry.ts';

export interface Distance {
  readonly host: string;
  /** `METHOD path` of every request since the last call. */
  take(): readonly string[];
  close(): Promise<void>;
}

/** `milliseconds`: there and back. */
export async function startDistance(upstream: string, milliseconds: number): Promise<Distance> {
  const agent = new http.Agent({ keepAlive: true });
  let asked: string[] = [];
  const server = await listen((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const [hostname, port] = upstream.split(':');
    const { method, url, headers } = request;
    const onward = http.request({ agent, hostname, port, method, path: url, headers }, async (answer) => {
      if (milliseconds > 0) await sleep(milliseconds);
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  return {
    host: server.host,
    take() {
      const taken = asked;
      asked = [];
      return taken;
    },
    async close() {
      await server.close();
      agent.destroy();
    },
  };
}
