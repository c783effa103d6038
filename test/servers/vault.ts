// HashiCorp Vault's transit engine on loopback, with one token that may do everything.

import { toolPath } from '../tools/tool.ts';
import { vaultTransit } from '../tools/vault-transit.ts';
import { freePort, startServer } from './processes.ts';

export interface Vault {
  readonly address: string;
  readonly token: string;
  /** Asks the engine below `/v1/transit/`; throws with its answer unless it is a 2xx. */
  post(path: string, body: object): Promise<unknown>;
  stop(): Promise<void>;
}

export async function startVault(): Promise<Vault> {
  const port = await freePort();
  const token = 'hvs.CANARY-vault-token';
  const env = { VAULT_TOKEN: token, LISTEN: `127.0.0.1:${port}` };
  const server = await startServer(toolPath(vaultTransit), [], port, { env });
  const address = `http://127.0.0.1:${port}`;
  return {
    address,
    token,
    async post(path, body) {
      const response = await fetch(`${address}/v1/transit/${path}`, {
        method: 'POST',
        headers: { 'x-vault-token': token },
        body: JSON.stringify(body),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
      return text === '' ? undefined : JSON.parse(text);
    },
    stop: () => server.stop(),
  };
}
