// The options by which commands are told who signs.
import { type Command, InvalidArgumentError } from 'commander';
import type { SignerWish } from '../run/open-signer.ts';
import { UserError } from '../terms/errors.ts';

export interface SignerOptions {
  readonly key?: string;
  readonly passwordFile?: string;
  readonly kms?: { readonly command: string; readonly key: string };
}

export function addSignerOptions(command: Command): Command {
  return command
    .option('--key <file>', 'private key in PEM, or cosign.key (password from COSIGN_PASSWORD)')
    .option('--password-file <file>', 'first line: the password of the key')
    .option('--kms <plugin:key>', 'a key behind a plugin command, see docs/kms.md', parsePlugin);
}

function parsePlugin(text: string): NonNullable<SignerOptions['kms']> {
  const colon = text.indexOf(':');
  if (colon < 1 || colon === text.length - 1) {
    throw new InvalidArgumentError('Write PLUGIN:KEY, such as ./sign-with-vault:release.');
  }
  return { command: text.slice(0, colon), key: text.slice(colon + 1) };
}

/** Exactly one of them, else UserError `usage`. */
export function signerWish(options: SignerOptions): SignerWish {
  const { key, passwordFile, kms } = options;
  if (key !== undefined && kms !== undefined) {
    throw new UserError('usage', 'two signers are named', 'Name one of --key and --kms.');
  }
  if (kms !== undefined) return { kind: 'plugin', ...kms };
  if (key !== undefined) {
    return { kind: 'key', file: key, ...(passwordFile !== undefined && { passwordFile }) };
  }
  throw new UserError('usage', 'nobody is named to sign', 'Name a key with --key FILE.');
}
