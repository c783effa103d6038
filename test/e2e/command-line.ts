// Runs the built command line as a process, beside servers of the calling one.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account } from '../servers/token-issuer.ts';
import { dist } from './built.ts';

const program = join(dist, 'cli/main.js');

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface CommandLine {
  /** Fresh; holds the store, the layer cache and Docker's configuration. */
  readonly home: string;
  run(...args: readonly string[]): Promise<Ended>;
}

/** `logins`: registry → account, as `docker login` writes them. */
export function openCommandLine(
  options: {
    readonly logins?: Readonly<Record<string, Account>>;
    readonly env?: Readonly<Record<string, string>>;
  } = {},
): CommandLine {
  const home = mkdtempSync(join(tmpdir(), 'seaworthy-e2e-'));
  const docker = join(home, 'docker');
  mkdirSync(docker);
  const auths = Object.entries(options.logins ?? {}).map(([host, { username, password }]) => [
    host,
    { auth: Buffer.from(`${username}:${password}`).toString('base64') },
  ]);
  writeFileSync(join(docker, 'config.json'), JSON.stringify({ auths: Object.fromEntries(auths) }));
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: home,
    SEAWORTHY_HOME: join(home, 'seaworthy'),
    DOCKER_CONFIG: docker,
    ...options.env,
  };
  return {
    home,
    async run(...args) {
      const child = spawn(process.execPath, [program, ...args], {
        cwd: home,
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const [out, err]: [Buffer[], Buffer[]] = [[], []];
      child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
      await once(child, 'close');
      return { code: child.exitCode, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() };
    },
  };
}
