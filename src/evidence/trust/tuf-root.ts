// The trusted root and signing configuration from a TUF repository, kept in a folder and refreshed from its mirror.
import { OutsideError } from '../../terms/errors.ts';
import { makeFolder } from '../../terms/folder.ts';
import { publicMirror } from './shipped-root.ts';
import { parseTrustedRoot, type TrustedRoot } from './trusted-root.ts';

export interface TufSource {
  /** Folder for metadata and targets; made when absent. */
  readonly cache: string;
  /** Base URL of the repository; the public good instance where absent. */
  readonly mirror?: string;
  /** A `root.json` to start from; needed for any other mirror than the public one. */
  readonly root?: string;
  /** Take what the folder holds as long as its metadata has not expired, without asking the mirror. */
  readonly offline?: boolean;
}

async function readTarget(source: TufSource, target: string): Promise<string> {
  const mirror = source.mirror ?? publicMirror;
  try {
    makeFolder(source.cache);
    // Loaded only here: whoever verifies with a file needs neither the client nor its network code.
    const { initTUF } = await import('@sigstore/tuf');
    const client = await initTUF({
      cachePath: source.cache,
      mirrorURL: mirror,
      forceCache: source.offline ?? false,
      ...(source.root !== undefined && { rootPath: source.root }),
    });
    return await client.getTarget(target);
  } catch (cause) {
    throw new OutsideError(
      'unreachable',
      `${target} cannot be refreshed from ${mirror}: ${innermost(cause)}`,
      'Check the connection; metadata that expired or went back is for the mirror to mend. Or give the file itself.',
      { retryable: true, cause },
    );
  }
}

/** sigstore's client says only which step failed; what was wrong stands deeper. */
function innermost(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : innermost(error.cause);
}

/** OutsideError `unreachable`: a mirror that cannot be had or does not verify is never replaced by the shipped root. */
export async function fetchTrustedRoot(source: TufSource): Promise<TrustedRoot> {
  const text = await readTarget(source, 'trusted_root.json');
  return parseTrustedRoot(Buffer.from(text), { kind: 'tuf', mirror: source.mirror ?? publicMirror });
}

/** `signing_config.v0.2.json`: which services to sign with. */
export async function fetchSigningConfig(source: TufSource): Promise<Uint8Array> {
  return Buffer.from(await readTarget(source, 'signing_config.v0.2.json'));
}
