// Whose certificates and signatures count in a stack: the policy's signers with their keys read, and their trusted root.
import { resolve } from 'node:path';
import { type SignerSetting, signerOf } from '../../evidence/policy/identity-schema.ts';
import { parsePublicKey } from '../../evidence/trust/public-key.ts';
import type { TrustedRoot } from '../../evidence/trust/trusted-root.ts';
import type { Identity } from '../../evidence/verify/signer.ts';
import { UserError } from '../../terms/errors.ts';
import { readGivenText } from '../../terms/given-file.ts';
import { isPem } from '../evidence/trust-options.ts';
import { noRoot, openRoot } from '../evidence/trusted-root.ts';
import type { Outside } from '../outside.ts';

/** Where paths of the policy go from, and whether the files there may be believed: a change writes its own checkout. */
export interface PolicyFiles {
  readonly directory: string;
  readonly files?: 'trusted' | 'untrusted';
}

/** Keys are paths from `directory`, or the PEM itself. UserError `key`; `policy` for files that may not be believed. */
export function signersOf(
  settings: readonly SignerSetting[],
  { directory, files }: PolicyFiles,
): readonly Identity[] {
  return settings.map(signerOf).map((signer): Identity => {
    if (signer.kind === 'certificate') return signer;
    const { path } = signer;
    const inline = isPem(path);
    if (!inline && files === 'untrusted') throw refuseFile(`the key ${path}`);
    const text = inline ? path : readKey(resolve(directory, path));
    return { kind: 'key', key: parsePublicKey(text, inline ? 'the key in the policy' : path) };
  });
}

/** `setting`: a path, `tuf`, or nothing for the root that is shipped. Errors: UserError, or OutsideError of the mirror. */
export async function trustedRootFor(
  identities: readonly Identity[],
  setting: string | undefined,
  { directory, files }: PolicyFiles,
  outside: Pick<Outside, 'clock' | 'log' | 'home'>,
): Promise<TrustedRoot> {
  if (identities.every(({ kind }) => kind === 'key')) return noRoot();
  if (setting === undefined || setting === 'tuf') {
    return openRoot(setting === undefined ? {} : { trustedRoot: setting }, outside);
  }
  if (files === 'untrusted') throw refuseFile(`the trusted root ${setting}`);
  return openRoot({ trustedRoot: resolve(directory, setting) }, outside);
}

/** Paths of keys lead into the checkout, which is the change's own. */
function refuseFile(what: string): UserError {
  return new UserError(
    'policy',
    `${what} is a file of the checkout, which the change under judgement may have written`,
    'Put the key itself (PEM) into the policy, name an identity, or use the shipped root or `tuf`.',
  );
}

function readKey(file: string): string {
  try {
    return readGivenText(file);
  } catch (cause) {
    const fix = 'Name a readable file in the policy, from the folder that the command runs in.';
    throw new UserError('key', `the key ${file} cannot be read`, fix, { cause });
  }
}
