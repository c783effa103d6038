// The real olareg on loopback: a registry with the referrers API.
import { olareg } from '../tools/olareg.ts';
import { toolPath } from '../tools/tool.ts';
import { freePort, type RunningServer, startServer } from './processes.ts';

export interface Olareg extends RunningServer {
  readonly host: string;
}

export async function startOlareg(): Promise<Olareg> {
  const port = await freePort();
  const server = await startServer(
    toolPath(olareg),
    [
      'serve',
      '--addr',
      '127.0.0.1',
      '--port',
      `${port}`,
      '--store-type',
      'mem',
      '--api-delete',
      '--gc-frequency',
      '-1s',
    ],
    port,
  );
  return { ...server, host: `127.0.0.1:${port}` };
}
