// Copies an image with skopeo beside this process, whose own servers may have to answer meanwhile.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Account } from '../servers/token-issuer.ts';

/** Copies `from` to `to`, both as skopeo writes places; registries on plain HTTP. */
export async function copyImage(from: string, to: string, account?: Account): Promise<void> {
  const login = account === undefined ? [] : ['--dest-creds', `${account.username}:${account.password}`];
  const plain = ['--src-tls-verify=false', '--dest-tls-verify=false'];
  await promisify(execFile)('skopeo', ['copy', '--quiet', ...plain, ...login, from, to], {
    timeout: 120_000,
  });
}
