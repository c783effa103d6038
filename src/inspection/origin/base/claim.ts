// What an image says of the base that it is built upon (OCI image-spec annotations.md).
import { fullName } from '../../../oci/full-name.ts';
import { type Digest, isDigest } from '../../../terms/digest.ts';
import type { Image } from '../../../terms/image.ts';

const prefix = 'org.opencontainers.image.base.';

/** The builder's word: it finds mistakes; only layers that are the base's own prove it. */
export interface BaseClaim {
  /** Reference, as written. */
  readonly name: string;
  readonly digest?: Digest;
  /** Who says so. */
  readonly by: 'annotations' | 'labels' | 'provenance' | 'policy';
}

/** Annotations of the manifest before labels, which images inherit from their bases; then what the build's record says. */
export function baseClaim(
  { annotations, config }: Pick<Image, 'annotations' | 'config'>,
  recorded?: Omit<BaseClaim, 'by'>,
): BaseClaim | undefined {
  return (
    claimIn(annotations, 'annotations') ??
    (recorded === undefined ? undefined : { ...recorded, by: 'provenance' }) ??
    claimIn(config.labels, 'labels')
  );
}

/** What others than the image say of its base, where they know better or the image says nothing. */
export function claimBeside(
  own: BaseClaim | undefined,
  recorded: Omit<BaseClaim, 'by'> | undefined,
  allowed: readonly { readonly match: string }[],
): BaseClaim | undefined {
  if (own?.by === 'annotations') return undefined;
  if (recorded !== undefined) {
    const isSame = own !== undefined && fullName(own.name) === fullName(recorded.name);
    return isSame && (own.digest !== undefined || recorded.digest === undefined)
      ? undefined
      : { ...recorded, by: 'provenance' };
  }
  const [only, ...more] = allowed;
  if (own !== undefined || only === undefined || more.length > 0 || only.match.includes('*'))
    return undefined;
  return { name: only.match, by: 'policy' };
}

function claimIn(texts: Readonly<Record<string, string>>, by: BaseClaim['by']): BaseClaim | undefined {
  const all = new Map(Object.entries(texts));
  const name = all.get(`${prefix}name`)?.trim();
  const digest = all.get(`${prefix}digest`)?.trim();
  if (name === undefined || name === '') return undefined;
  return { name, by, ...(digest !== undefined && isDigest(digest) ? { digest } : {}) };
}
