// Opens whoever signs: a key file, a key service behind a plugin, or a certificate for this run's identity.
import { readFileSync } from 'node:fs';
import { pemKey } from '../evidence/sign/pem-key.ts';
import { pluginCommand, pluginKey } from '../evidence/sign/plugin-key.ts';
import type { Signer } from '../evidence/sign/signer.ts';
import type { Environment } from '../terms/environment.ts';
import { UserError } from '../terms/errors.ts';

export type SignerWish =
  | { readonly kind: 'key'; readonly file: string; readonly passwordFile?: string }
  | { readonly kind: 'plugin'; readonly command: string; readonly key: string };

/** Errors: `UserError` key; those of the plugin. */
export async function openSigner(wish: SignerWish, environment: Environment): Promise<Signer> {
  if (wish.kind === 'plugin') {
    return { key: await pluginKey(pluginCommand(wish.command), wish.command, wish.key) };
  }
  const { file, passwordFile } = wish;
  const password = (): string | undefined =>
    passwordFile === undefined
      ? environment.keyPassword
      : readSecret(passwordFile, 'password file').replace(/\r?\n$/, '');
  return { key: pemKey(readSecret(file, 'key'), file, password) };
}

function readSecret(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UserError('key', `the ${what} ${file} cannot be read`, 'Name a readable file.', { cause });
  }
}
