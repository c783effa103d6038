// The real docker-registry (distribution 2.8) on loopback, open, with basic auth, or with token auth.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../tools/tool.ts';
import { freePort, type RunningServer, startServer } from './processes.ts';

export interface DockerRegistry extends RunningServer {
  /** `127.0.0.1:PORT`, as it stands in a reference. */
  readonly host: string;
}

export type RegistryAuth =
  | { readonly kind: 'open' }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | {
      readonly kind: 'token';
      readonly realm: string;
      readonly service: string;
      readonly issuer: string;
      /** PEM of the certificate whose key signs the tokens. */
      readonly certificate: string;
    };

export async function startDockerRegistry(auth: RegistryAuth = { kind: 'open' }): Promise<DockerRegistry> {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-registry-'));
  const port = await freePort();
  const config = {
    version: 0.1,
    log: { level: 'warn' },
    storage: { filesystem: { rootdirectory: join(folder, 'data') }, delete: { enabled: true } },
    http: { addr: `127.0.0.1:${port}` },
    ...authentication(auth, folder),
  };
  const file = join(folder, 'config.yml');
  writeFileSync(file, JSON.stringify(config));
  const server = await startServer('docker-registry', ['serve', file], port);
  return {
    ...server,
    host: `127.0.0.1:${port}`,
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function authentication(auth: RegistryAuth, folder: string): object {
  switch (auth.kind) {
    case 'open':
      return {};
    case 'basic': {
      const path = join(folder, 'htpasswd');
      writeFileSync(path, run('htpasswd', ['-nbB', auth.username, auth.password]));
      return { auth: { htpasswd: { realm: 'test', path } } };
    }
    case 'token': {
      const rootcertbundle = join(folder, 'issuer.pem');
      writeFileSync(rootcertbundle, auth.certificate);
      const { realm, service, issuer } = auth;
      return { auth: { token: { realm, service, issuer, rootcertbundle } } };
    }
  }
}
