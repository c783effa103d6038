// Looks at base images where they are published: what their tag leads to now, its layers, when it and its neighbours were built.
import { readWhole } from '../../http/chunks.ts';
import { needsCadence } from '../../inspection/origin/base/age.ts';
import { type BaseClaim, baseClaim } from '../../inspection/origin/base/claim.ts';
import type { KnownBase } from '../../inspection/origin/base/judge.ts';
import type { BaseLook } from '../../inspection/origin/base/look.ts';
import { parseConfiguration } from '../../oci/configuration.ts';
import type { ContentRepository } from '../../oci/content-repository.ts';
import { platformMatches } from '../../oci/platforms.ts';
import { parseReference } from '../../oci/reference.ts';
import { registryRepository } from '../../oci/registry/registry-repository.ts';
import type { Digest } from '../../terms/digest.ts';
import { OutsideError, UserError } from '../../terms/errors.ts';
import { type Image, type ImageConfig, type Platform, platformName } from '../../terms/image.ts';
import { ContentError } from '../../terms/refusal.ts';
import { settle } from '../deadline.ts';
import type { Outside } from '../outside.ts';
import { type BaseSignatureJudge, baseSignatureJudge, type FindBaseSigners } from './signature.ts';

type LookAtBase = (claim: BaseClaim, platform: Platform, asOf: Date) => Promise<BaseLook>;

const milliseconds = 20_000;
/** Registries count requests: other tags are only asked where the base's own build is old. */
const otherTags = 4;
const configCeiling = 4 * 1024 * 1024;

/** Whose bases are looked at: a file on disk says nothing to a registry unless it is asked to. */
type BaseScope = 'of-registries' | 'of-all';
export type BaseWish = BaseScope | BaseSearch;

export interface BaseSearch {
  readonly scope: BaseScope;
  /** Holds the signatures of bases against the policy in force. */
  readonly signatureOf: BaseSignatureJudge;
  /** Whose inventory of a base is believed, too. */
  readonly signersOf: FindBaseSigners;
}

/** The same wish, with signatures judged. */
export function withSignatures(
  wish: BaseWish = 'of-registries',
  signersOf: FindBaseSigners,
  outside: Pick<Outside, 'clock'>,
): BaseSearch {
  const signatureOf = baseSignatureJudge(signersOf, outside);
  return { scope: typeof wish === 'string' ? wish : wish.scope, signatureOf, signersOf };
}

/**
 * The base that an image names, or that of a claim that somebody else makes, with what is seen of it; undefined: there
 * is none.
 */
export function knownBases(
  wish: BaseWish,
  asOf: Date,
  outside: Pick<Outside, 'registryOptions'>,
): (reference: string, image: Image, claimed?: BaseClaim) => Promise<KnownBase | undefined> {
  const { scope, signatureOf } = typeof wish === 'string' ? { scope: wish, signatureOf: undefined } : wish;
  const lookAt = baseLooker(outside, signatureOf);
  return async (reference, image, claimed) => {
    const claim = claimed ?? baseClaim(image);
    if (claim === undefined) return undefined;
    const asked = scope === 'of-all' || parseReference(reference).kind === 'registry';
    const why = 'the image comes from no registry, and its base’s is only asked with --ask-base';
    const look: BaseLook = asked ? await lookAt(claim, image.platform, asOf) : { kind: 'unseen', why };
    return { claim, look };
  };
}

/** Each base is asked about once; what does not answer is `unseen`, and never stops a scan. */
function baseLooker(
  { registryOptions }: Pick<Outside, 'registryOptions'>,
  signatureOf: BaseSignatureJudge | undefined,
): LookAtBase {
  const known = new Map<string, Promise<BaseLook>>();
  return (claim, platform, asOf) => {
    const key = `${claim.name} ${claim.digest ?? ''} ${platformName(platform)}`;
    const look = known.get(key) ?? lookAt(claim, platform, asOf, registryOptions, signatureOf);
    known.set(key, look);
    return look;
  };
}

async function lookAt(
  claim: BaseClaim,
  platform: Platform,
  asOf: Date,
  registryOptions: Outside['registryOptions'],
  signatureOf: BaseSignatureJudge | undefined,
): Promise<BaseLook> {
  const place = placeOf(claim.name);
  if (typeof place === 'string') return { kind: 'unseen', why: place };
  const signal = AbortSignal.timeout(milliseconds);
  const repository = registryRepository(place, { ...registryOptions, signal });
  const seen = await settle(() => look(repository, place.tag, claim, platform, asOf), milliseconds, signal);
  if ('reason' in seen) return { kind: 'unseen', why: seen.reason };
  if (seen.kind === 'unseen' || signatureOf === undefined) return seen;
  // What the image states is what it was built upon; a tag may have moved on since.
  const { digest } = claim;
  const digests = digest === undefined || seen.digests.includes(digest) ? seen.digests : [digest];
  const judged = await settle(
    async () => ({ signature: await signatureOf(claim.name, repository, digests) }),
    milliseconds,
    signal,
  );
  const signature =
    'reason' in judged ? { kind: 'untrusted' as const, why: judged.reason } : judged.signature;
  return signature === undefined ? seen : { ...seen, signature };
}

type Place = Exclude<ReturnType<typeof parseReference>, { kind: 'oci' | 'oci-archive' | 'docker-archive' }>;

function placeOf(name: string): (Place & { readonly kind: 'registry'; readonly tag: string }) | string {
  try {
    const place = parseReference(name);
    if (place.kind !== 'registry') return `${name} is in no registry`;
    if (place.tag === undefined && place.digest !== undefined) return `${name} states no tag`;
    return { ...place, tag: place.tag ?? 'latest' };
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

async function look(
  repository: ContentRepository,
  tag: string,
  claim: BaseClaim,
  platform: Platform,
  asOf: Date,
): Promise<BaseLook> {
  const current = await readBuild(repository, tag, platform);
  if (current === undefined) {
    return { kind: 'unseen', why: `${repository.name}:${tag} has no image for ${platformName(platform)}` };
  }
  const { digests, config } = current;
  const claimed =
    claim.digest === undefined || digests.includes(claim.digest)
      ? undefined
      : await attempt(() => readBuild(repository, claim.digest ?? '', platform));
  const otherBuilds = needsCadence(config.created, asOf) ? await buildsBeside(repository, tag, platform) : [];
  return {
    kind: 'seen',
    digests,
    diffIds: config.diffIds,
    otherBuilds,
    ...(claimed === undefined ? {} : { claimedDiffIds: claimed.config.diffIds }),
    ...(config.created === undefined ? {} : { built: config.created }),
  };
}

interface Build {
  readonly digests: readonly Digest[];
  readonly config: ImageConfig;
}

/** Undefined: not there for this platform. */
async function readBuild(
  repository: ContentRepository,
  name: string,
  platform: Platform,
): Promise<Build | undefined> {
  const top = await repository.fetch(name);
  const entry =
    top.kind === 'index'
      ? top.manifests.find((one) => one.platform !== undefined && platformMatches(platform, one.platform))
      : undefined;
  const manifest = entry === undefined ? top : await repository.document(entry);
  if (manifest.kind !== 'manifest') return undefined;
  const { config } = manifest;
  const bytes = await readWhole(repository.blob(config, 'configuration'), configCeiling, () => {
    const message = `has more than ${configCeiling} bytes`;
    return new ContentError({ code: 'ceiling', what: 'config', digest: config.digest, message });
  });
  const digests = manifest === top ? [top.digest] : [top.digest, manifest.digest];
  return { digests, config: parseConfiguration(bytes, config.digest).config };
}

const inOrder = new Intl.Collator('en', { numeric: true });

/** Days of the tags that stand last by number; signatures and tags of digests are none. */
async function buildsBeside(
  repository: ContentRepository,
  tag: string,
  platform: Platform,
): Promise<readonly string[]> {
  const tags = (await attempt(() => repository.tags())) ?? [];
  const others = tags
    .filter((one) => one !== tag && !/^sha(?:256|512)-/.test(one))
    .sort(inOrder.compare)
    .slice(-otherTags);
  const days: string[] = [];
  for (const one of others) {
    const created = (await attempt(() => readBuild(repository, one, platform)))?.config.created;
    if (created !== undefined) days.push(created.slice(0, 10));
  }
  return days;
}

/** What cannot be had of other builds leaves less to say, and nothing wrong. */
async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    const isOutside = error instanceof OutsideError || error instanceof ContentError;
    if (isOutside || (error instanceof UserError && error.code === 'not-found')) return undefined;
    throw error;
  }
}
