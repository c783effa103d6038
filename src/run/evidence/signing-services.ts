// Which authority, logs and timestamp service a run signs with, and whether it may use the public ones.
import { rekorV1 } from '../../evidence/sign/rekor-v1.ts';
import { rekorV2 } from '../../evidence/sign/rekor-v2.ts';
import { timestampAuthority } from '../../evidence/sign/timestamp.ts';
import { noWitnesses, type Witness, type Witnesses } from '../../evidence/sign/witness.ts';
import {
  parseSigningConfig,
  type SigningConfig,
  type SigningService,
  servicesAt,
} from '../../evidence/trust/signing-config.ts';
import { UserError } from '../../terms/errors.ts';
import { readGiven } from '../../terms/given-file.ts';
import type { Outside } from '../outside.ts';
import { type TufWish, tufSource } from './trusted-root.ts';

export interface ServiceWish {
  /** A `signing_config.v0.2.json`, or what a TUF repository gave as one. */
  readonly configFile?: string;
  readonly config?: Uint8Array;
  /** Mirror that `configFile: tuf` is asked of; the public one where absent. */
  readonly tuf?: TufWish;
  /** Base URLs; they beat the file's. */
  readonly fulcio?: string;
  readonly rekor?: string;
  readonly rekorVersion?: 1 | 2;
  readonly timestamps?: string;
  /** Names may stand in public logs: asked for, or the repository is public anyway. */
  readonly disclose: boolean;
}

export interface SigningServices {
  /** Absent: no certificate is asked of anybody that was not named. */
  readonly fulcio?: URL;
  readonly witnesses: Witnesses;
}

/** The public good instance (docs.sigstore.dev); its first log also serves the legacy format. */
const publicServices = {
  fulcio: 'https://fulcio.sigstore.dev',
  rekor: 'https://rekor.sigstore.dev',
  rekorVersion: 1,
} as const;

/** `keyless`: a certificate needs an authority and a trusted time. UserError `usage`, `policy`. */
export function signingServices(
  wish: ServiceWish,
  keyless: boolean,
  outside: Pick<Outside, 'client' | 'random' | 'clock'>,
): SigningServices {
  const { configFile, disclose } = wish;
  const named = wish.fulcio ?? wish.rekor ?? wish.timestamps ?? configFile ?? wish.config;
  if (named === undefined && !disclose) {
    if (!keyless) return { witnesses: noWitnesses };
    throw disclosure('keyless signing would write the names of this repository and workflow');
  }
  const open = openServices(named === undefined ? { ...wish, ...publicServices } : wish, outside);
  if (keyless && open.fulcio === undefined)
    throw incomplete('names no authority that certifies', '--fulcio-url');
  if (keyless && open.witnesses.bundle.length === 0)
    throw incomplete('has no log and no timestamps', '--tsa-url');
  return open;
}

/**
 * What the TUF mirror says of services, where it was asked for: by `tuf` as file, or by a mirror of one's own and nothing
 * else. UserError `usage` when that leads to public logs unasked; OutsideError when the mirror is not believed.
 */
export async function withTufConfig(wish: ServiceWish, outside: Pick<Outside, 'home'>): Promise<ServiceWish> {
  const { configFile, tuf, disclose, ...rest } = wish;
  const unnamed = configFile === undefined && [wish.fulcio, wish.rekor, wish.timestamps].every((one) => !one);
  if (configFile !== 'tuf' && !(unnamed && tuf !== undefined)) return wish;
  if (tuf?.url === undefined && !disclose)
    throw disclosure('the public signing configuration leads the names of this repository');
  const { fetchSigningConfig } = await import('../../evidence/trust/tuf-root.ts');
  return { ...rest, disclose, config: await fetchSigningConfig(tufSource(tuf ?? {}, outside)) };
}

function disclosure(what: string): UserError {
  return new UserError(
    'usage',
    `${what} into public logs`,
    'Sign with --key, name a private sigstore with --signing-config, or allow it with --public-log.',
  );
}

function incomplete(what: string, option: string): UserError {
  return new UserError(
    'usage',
    `the signing configuration ${what}`,
    `Complete it, or name one with ${option}.`,
  );
}

function openServices(
  wish: ServiceWish,
  { client, random, clock }: Pick<Outside, 'client' | 'random' | 'clock'>,
): SigningServices {
  const config = configOf(wish);
  const first = (list: readonly SigningService[] | undefined, version: number): URL | undefined => {
    const [service] = servicesAt(list ?? [], clock.now(), [version]);
    return service === undefined ? undefined : new URL(service.url);
  };
  const fulcio = url(wish.fulcio, '--fulcio-url') ?? first(config?.caUrls, 1);
  const rekor = url(wish.rekor, '--rekor-url');
  const v1 =
    rekor === undefined ? first(config?.rekorTlogUrls, 1) : wish.rekorVersion === 1 ? rekor : undefined;
  const v2 =
    rekor === undefined ? first(config?.rekorTlogUrls, 2) : wish.rekorVersion === 1 ? undefined : rekor;
  const tsa = url(wish.timestamps, '--tsa-url') ?? first(config?.tsaUrls, 1);
  const logV1 = v1 === undefined ? [] : [rekorV1(client, v1)];
  const stamps: readonly Witness[] = tsa === undefined ? [] : [timestampAuthority(client, tsa, random)];
  return {
    ...(fulcio !== undefined && { fulcio }),
    witnesses: {
      bundle: [...(v2 === undefined ? logV1 : [rekorV2(client, v2)]), ...stamps],
      legacy: [...logV1, ...stamps],
    },
  };
}

function configOf({ configFile, config }: ServiceWish): SigningConfig | undefined {
  if (config !== undefined) return parseSigningConfig(config, 'of the TUF repository');
  return configFile === undefined ? undefined : readConfig(configFile);
}

function readConfig(file: string): SigningConfig {
  let bytes: Buffer;
  try {
    bytes = readGiven(file);
  } catch (cause) {
    const fix = 'Name a readable signing_config.v0.2.json.';
    throw new UserError('policy', `the signing configuration ${file} cannot be read`, fix, { cause });
  }
  return parseSigningConfig(bytes, file);
}

function url(text: string | undefined, option: string): URL | undefined {
  if (text === undefined) return undefined;
  if (URL.canParse(text)) return new URL(text);
  throw new UserError('usage', `${option} is no address`, 'Write it with https://.');
}
