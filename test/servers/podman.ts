// podman's API service, which answers the Docker Engine API on a socket, with a store of its own (vfs driver).
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface PodmanService {
  /** `unix:///…`, as in DOCKER_HOST. */
  readonly address: string;
  /** Loads what `docker save` or skopeo wrote. */
  load(archive: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startPodman(): Promise<PodmanService> {
  // podman takes a runroot of at most 50 characters, and the tests' own folder has its share of them.
  const folder = mkdtempSync(join(tmpdir(), 'p-'));
  const socket = join(folder, 'engine.sock');
  const store = ['--root', join(folder, 'root'), '--runroot', join(folder, 'run'), '--storage-driver', 'vfs'];
  const args = [...store, 'system', 'service', '--time', '0', `unix://${socket}`];
  const child = spawn('podman', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const deadline = Date.now() + 20_000;
  while (!existsSync(socket)) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`podman's service did not start: ${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    address: `unix://${socket}`,
    async load(archive) {
      await promisify(execFile)('podman', [...store, 'load', '--quiet', '--input', archive], {
        timeout: 120_000,
      });
    },
    async stop() {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
