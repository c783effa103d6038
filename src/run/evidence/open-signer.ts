// Opens whoever signs: a key file, a key service behind a plugin, or a certificate for this run's identity.
import {
  fetchIdentityToken,
  type IdentityToken,
  identityService,
  parseIdentityToken,
} from '../../evidence/sign/identity-token.ts';
import { keylessSigner } from '../../evidence/sign/keyless.ts';
import { pemKey } from '../../evidence/sign/pem-key.ts';
import { pluginCommand, pluginKey } from '../../evidence/sign/plugin-key.ts';
import type { SignSection } from '../../evidence/sign/section.ts';
import type { Signer } from '../../evidence/sign/signer.ts';
import type { Witnesses } from '../../evidence/sign/witness.ts';
import type { Environment } from '../../terms/environment.ts';
import { Bug, UserError } from '../../terms/errors.ts';
import { readGivenText } from '../../terms/given-file.ts';
import type { Outside } from '../outside.ts';
import { type ServiceWish, signingServices, withTufConfig } from './signing-services.ts';

export type SignerWish =
  | { readonly kind: 'key'; readonly file: string; readonly passwordFile?: string }
  | { readonly kind: 'plugin'; readonly command: string; readonly key: string }
  | { readonly kind: 'keyless' };

export interface Signing {
  readonly signer: Signer;
  readonly witnesses: Witnesses;
}

/** Whom `images.sign` of the policy names; undefined: nobody. */
export function signerOfPolicy({ key, kms, keyless }: SignSection): SignerWish | undefined {
  if (key !== undefined) return { kind: 'key', file: key };
  if (kms !== undefined) return { kind: 'plugin', command: kms.plugin, key: kms.key };
  return keyless === undefined ? undefined : { kind: 'keyless' };
}

/** Errors: `UserError` key, usage; those of the plugin, of GitHub and of Fulcio. */
export async function openSigning(
  wish: SignerWish,
  services: ServiceWish,
  environment: Environment,
  outside: Outside,
): Promise<Signing> {
  return (await prepareSigning(wish, services, environment, outside))();
}

/**
 * All of it that can be known before there is anything to sign: a key that does not open costs no scan. A certificate is good
 * for ten minutes, so that the answer asks for it. Errors as above.
 */
export async function prepareSigning(
  wish: SignerWish,
  services: ServiceWish,
  environment: Environment,
  outside: Outside,
): Promise<() => Promise<Signing>> {
  const told = await withTufConfig(services, outside);
  const { fulcio, witnesses } = signingServices(told, wish.kind === 'keyless', outside);
  if (wish.kind !== 'keyless') {
    const signer = await openSigner(wish, environment, outside);
    return async () => ({ signer, witnesses });
  }
  if (fulcio === undefined) throw new Bug('keyless signing without an authority');
  const { client } = outside;
  const token = identityOf(environment, client);
  return async () => ({ signer: await keylessSigner(client, fulcio, await token()), witnesses });
}

/** A token that is given is read at once, GitHub is asked when it is needed. UserError where neither is there. */
function identityOf(
  { identityToken, github }: Environment,
  client: Outside['client'],
): () => Promise<IdentityToken> {
  if (identityToken === undefined) {
    const service = identityService(github);
    return () => fetchIdentityToken(client, service);
  }
  const token = parseIdentityToken(identityToken);
  return async () => token;
}

async function openSigner(
  wish: Exclude<SignerWish, { kind: 'keyless' }>,
  environment: Environment,
  { client }: Pick<Outside, 'client'>,
): Promise<Signer> {
  if (wish.kind === 'plugin') {
    // cosign's way to write it: hashivault://KEY.
    if (wish.command === 'hashivault' && wish.key.startsWith('//')) {
      const { vaultPlugin } = await import('../../evidence/sign/vault-key.ts');
      return { key: await pluginKey(vaultPlugin(client, environment.vault), 'Vault', wish.key.slice(2)) };
    }
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
    return readGivenText(file);
  } catch (cause) {
    throw new UserError('key', `the ${what} ${file} cannot be read`, 'Name a readable file.', { cause });
  }
}
