// The options by which commands are told who signs.
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { SignSection } from '../evidence/sign/section.ts';
import {
  openSigning,
  prepareSigning,
  type SignerWish,
  type Signing,
  signerOfPolicy,
} from '../run/evidence/open-signer.ts';
import type { ServiceWish } from '../run/evidence/signing-services.ts';
import type { Outside } from '../run/outside.ts';
import { UserError } from '../terms/errors.ts';
import type { CliContext } from './command.ts';
import { type TufOptions, tufWish } from './tuf-options.ts';

export interface SignerOptions extends TufOptions {
  readonly key?: string;
  readonly passwordFile?: string;
  readonly kms?: { readonly command: string; readonly key: string };
  readonly keyless?: boolean;
  readonly signingConfig?: string;
  readonly fulcioUrl?: string;
  readonly rekorUrl?: string;
  readonly rekorVersion: '1' | '2';
  readonly tsaUrl?: string;
  readonly publicLog?: boolean;
}

export function addSignerOptions(command: Command): Command {
  return command
    .option('--key <file>', 'private key in PEM, or cosign.key (password from COSIGN_PASSWORD)')
    .option('--password-file <file>', 'first line: the password of the key')
    .option(
      '--kms <plugin:key>',
      'a key in Vault (hashivault://KEY), or behind a plugin command, see docs/kms.md',
      parsePlugin,
    )
    .option('--keyless', 'a certificate for this run’s identity (GitHub OIDC, or SIGSTORE_ID_TOKEN)')
    .option(
      '--signing-config <file>',
      'signing_config.v0.2.json of a sigstore instance, or `tuf` for what its mirror says',
    )
    .option('--fulcio-url <url>', 'authority that certifies identities')
    .option('--rekor-url <url>', 'transparency log')
    .addOption(new Option('--rekor-version <n>', 'its version').choices(['1', '2']).default('2'))
    .option('--tsa-url <url>', 'timestamp authority (RFC 3161)')
    .option('--public-log', 'allow names in the public sigstore logs');
}

function parsePlugin(text: string): NonNullable<SignerOptions['kms']> {
  const colon = text.indexOf(':');
  if (colon < 1 || colon === text.length - 1) {
    throw new InvalidArgumentError('Write PLUGIN:KEY, such as ./sign-with-vault:release.');
  }
  return { command: text.slice(0, colon), key: text.slice(colon + 1) };
}

/** Who signs, by the command line or else by the policy. Errors: `usage` for none or two; those of `openSigning`. */
export function openSignerOf(
  options: SignerOptions,
  section: SignSection,
  { environment }: CliContext,
  outside: Outside,
): Promise<Signing> {
  return openSigning(signerWish(options, section), serviceWish(options, section), environment, outside);
}

/** The same as far as it can be told before a gate; the answer opens the rest. Errors as above. */
export function prepareSignerOf(
  options: SignerOptions,
  section: SignSection,
  { environment }: CliContext,
  outside: Outside,
): Promise<() => Promise<Signing>> {
  return prepareSigning(signerWish(options, section), serviceWish(options, section), environment, outside);
}

/** Exactly one of them, else UserError `usage`. */
function signerWish(options: SignerOptions, section: SignSection): SignerWish {
  const { key, passwordFile, kms, keyless } = options;
  const wishes: SignerWish[] = [
    ...(key === undefined
      ? []
      : [{ kind: 'key' as const, file: key, ...(passwordFile !== undefined && { passwordFile }) }]),
    ...(kms === undefined ? [] : [{ kind: 'plugin' as const, ...kms }]),
    ...(keyless === true ? [{ kind: 'keyless' as const }] : []),
  ];
  const [wish, other] = wishes;
  if (wish !== undefined && other === undefined) return wish;
  const byPolicy = wish === undefined ? signerOfPolicy(section) : undefined;
  if (byPolicy !== undefined) return byPolicy;
  const what = wish === undefined ? 'nobody is named to sign' : 'two signers are named';
  throw new UserError(
    'usage',
    what,
    'Name one of --key, --kms and --keyless, or write images.sign into the policy.',
  );
}

function serviceWish(options: SignerOptions, section: SignSection): ServiceWish {
  const signingConfig = options.signingConfig ?? section.signingConfig;
  const { fulcioUrl, rekorUrl, rekorVersion, tsaUrl, publicLog } = options;
  return {
    rekorVersion: rekorVersion === '1' ? 1 : 2,
    disclose: publicLog ?? section.publicLog ?? false,
    ...tufWish(options),
    ...(signingConfig !== undefined && { configFile: signingConfig }),
    ...(fulcioUrl !== undefined && { fulcio: fulcioUrl }),
    ...(rekorUrl !== undefined && { rekor: rekorUrl }),
    ...(tsaUrl !== undefined && { timestamps: tsaUrl }),
  };
}
