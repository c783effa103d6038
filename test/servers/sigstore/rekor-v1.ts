// The real Rekor v1 over Trillian and MariaDB (Debian's mariadb-server): for making fixtures, far too heavy for every run.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rekorV1, trillianServer, trillianSigner } from '../../tools/rekor-v1.ts';
import { run, toolPath } from '../../tools/tool.ts';
import { freePort, type RunningServer, startServer } from '../processes.ts';

export interface RekorV1 {
  readonly url: string;
  /** PEM of the log's key. */
  readonly publicKey: string;
  stop(): Promise<void>;
}

const database = 'test';

export async function startRekorV1(): Promise<RekorV1> {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-rekor-v1-'));
  const ports = await Promise.all(Array.from({ length: 4 }, () => freePort()));
  const [sqlPort = 0, logPort = 0, signerPort = 0, rekorPort = 0] = ports;
  const running: RunningServer[] = [];
  const begin = async (command: string, args: readonly string[], port: number): Promise<void> => {
    running.push(await startServer(command, args, port, { seconds: 60 }));
  };
  const stop = async (): Promise<void> => {
    for (const server of running.toReversed()) await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const socket = join(folder, 'sql.sock');
    const data = join(folder, 'data');
    mkdirSync(data);
    const bare = ['--no-defaults', `--datadir=${data}`, '--user=root'];
    run('mariadb-install-db', [...bare, '--auth-root-authentication-method=normal', '--skip-test-db']);
    await begin(
      'mariadbd',
      [...bare, `--socket=${socket}`, `--port=${sqlPort}`, '--bind-address=127.0.0.1'],
      sqlPort,
    );
    const sql = (text: string): string =>
      run('mariadb', ['--no-defaults', `--socket=${socket}`, '--user=root', '--execute', text]);
    sql(`CREATE DATABASE ${database}; CREATE USER 'log'@'127.0.0.1' IDENTIFIED BY 'log';`);
    sql(`GRANT ALL ON ${database}.* TO 'log'@'127.0.0.1'; USE ${database}; ${schema()}`);
    const uri = `log:log@tcp(127.0.0.1:${sqlPort})/${database}`;
    const trillian = [`--mysql_uri=${uri}`, '--storage_system=mysql', '--http_endpoint='];
    await begin(toolPath(trillianServer), [...trillian, `--rpc_endpoint=127.0.0.1:${logPort}`], logPort);
    const quick = ['--force_master', '--sequencer_interval=50ms', '--batch_size=10'];
    await begin(
      toolPath(trillianSigner),
      [...trillian, ...quick, `--rpc_endpoint=127.0.0.1:${signerPort}`],
      signerPort,
    );
    await begin(
      toolPath(rekorV1),
      [
        'serve',
        ...['--host=127.0.0.1', `--port=${rekorPort}`, '--scheme=http', '--rekor_server.hostname=rekor.test'],
        ...['--trillian_log_server.address=127.0.0.1', `--trillian_log_server.port=${logPort}`],
        ...['--rekor_server.signer=memory', '--search_index.storage_provider=mysql'],
        `--search_index.mysql.dsn=${uri}`,
      ],
      rekorPort,
    );
    const url = `http://127.0.0.1:${rekorPort}`;
    const publicKey = await (await fetch(`${url}/api/v1/log/publicKey`)).text();
    return { url, publicKey, stop };
  } catch (error) {
    const said = running.map((server) => server.output()).join('\n');
    await stop();
    throw new Error(`Rekor v1 did not start: ${said.slice(-2000)}`, { cause: error });
  }
}

/** Trillian's own schema, from the module that its servers were built of. */
function schema(): string {
  const { version } = trillianServer;
  const module = run('go', ['mod', 'download', '-json', `github.com/google/trillian@${version}`]);
  return readFileSync(join(JSON.parse(module).Dir, 'storage/mysql/schema/storage.sql'), 'utf8');
}
