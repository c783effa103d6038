// A trusted root from a file.
import { readFile } from 'node:fs/promises';
import { UserError } from '../../terms/errors.ts';
import { parseTrustedRoot, type TrustedRoot } from './trusted-root.ts';

/** UserError `policy` when it is not there or not a trusted root. */
export async function readTrustedRoot(path: string): Promise<TrustedRoot> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    const fix = 'Check the path of trustedRoot.';
    throw new UserError('policy', `the trusted root ${path} cannot be read`, fix, { cause });
  }
  return parseTrustedRoot(bytes, { kind: 'file', path });
}
