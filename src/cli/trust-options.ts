// The options by which commands are told whose signatures count.
import type { Command } from 'commander';
import type { TextMatch } from '../evidence/verify/signer.ts';
import type { TrustWish } from '../run/evidence/trust-options.ts';
import { UserError } from '../terms/errors.ts';
import { type TufOptions, tufWish } from './tuf-options.ts';

export interface TrustOptions extends TufOptions {
  readonly verifyKey?: readonly string[];
  readonly certificateIdentity?: string;
  readonly certificateIdentityPattern?: string;
  readonly certificateOidcIssuer?: string;
  readonly trustedRoot?: string;
}

export function addTrustOptions(command: Command, keyFlags = '--verify-key <file...>'): Command {
  return command
    .option(keyFlags, 'public keys whose signatures count')
    .option('--certificate-identity <name>', 'exact subject alternative name of the signer’s certificate')
    .option(
      '--certificate-identity-pattern <pattern>',
      'the same, where * stands for any run without / and @; anchored at both ends',
    )
    .option('--certificate-oidc-issuer <url>', 'who must have vouched for it, exactly')
    .option(
      '--trusted-root <file>',
      'trusted_root.json, or `tuf` to refresh the public one (default: the one that ships with this version)',
    );
}

/** UserError `usage` for half an identity. */
export function trustWish(options: TrustOptions, keys = options.verifyKey ?? []): TrustWish {
  const { certificateIdentity, certificateIdentityPattern, certificateOidcIssuer, trustedRoot } = options;
  const subject: TextMatch | undefined =
    certificateIdentity !== undefined
      ? { kind: 'exact', value: certificateIdentity }
      : certificateIdentityPattern !== undefined
        ? { kind: 'pattern', pattern: certificateIdentityPattern }
        : undefined;
  if ((subject === undefined) !== (certificateOidcIssuer === undefined)) {
    throw new UserError(
      'usage',
      'an identity is a name and who vouches for it',
      'Give --certificate-identity and --certificate-oidc-issuer together.',
    );
  }
  const root = { ...(trustedRoot !== undefined && { trustedRoot }), ...tufWish(options) };
  if (subject === undefined || certificateOidcIssuer === undefined) return { keys, ...root };
  return { keys, identity: { subject, issuer: { kind: 'exact', value: certificateOidcIssuer } }, ...root };
}
