// What the policy asks of base images: where they come from, that they are proven, how old they may be, who signed them.
import { fullName, withoutDigest, withoutTag } from '../../../oci/full-name.ts';
import type { Digest } from '../../../terms/digest.ts';
import type { Finding } from '../../../terms/finding.ts';
import type { Image } from '../../../terms/image.ts';
import { isLike } from '../../../terms/wildcard.ts';
import { baseAge } from './age.ts';
import { type KnownBase, sayOf } from './judge.ts';
import { beginsWith } from './look.ts';
import { baseRules } from './rules.ts';

/** An entry of `images.trust.bases`. */
export interface AllowedBase {
  /** Reference of the base; `*` stands for any text. */
  readonly match: string;
  /** Its layers must be those of the base. */
  readonly proven: boolean;
  /** Days. */
  readonly maxAge?: number;
  /** Some signer is asked for; who, the evidence room knows. */
  readonly signed: boolean;
}

export interface BasePolicy {
  /** Empty: any. */
  readonly bases: readonly AllowedBase[];
  /** Empty: any. */
  readonly registries: readonly string[];
}

export function judgeAllowedBase(
  image: Pick<Image, 'reference' | 'config'>,
  known: KnownBase | undefined,
  { bases, registries }: BasePolicy,
  asOf: Date,
): readonly Finding[] {
  const { reference } = image;
  const say = sayOf(image, known?.claim);
  const name = known?.claim.name;
  const digest = known?.claim.digest;
  const entry = allowedBase(bases, name, digest === undefined ? [] : [digest]);
  if (bases.length > 0 && entry === undefined) {
    const message =
      name === undefined
        ? `${reference} does not say which base it is built upon.`
        : `${reference} is built upon ${name}, which the policy does not allow.`;
    const required = bases.map(({ match }) => match).join(', ');
    return [say(baseRules.foreign, { message, required, ...(name === undefined ? {} : { actual: name }) })];
  }
  if (known === undefined || name === undefined) return [];
  if (entry === undefined) {
    if (registries.length === 0 || isIn(registries, name)) return [];
    const message = `${reference} is built upon ${name}, which comes from a registry that the policy does not allow.`;
    return [say(baseRules.registry, { message, actual: name, required: registries.join(', ') })];
  }
  return [
    ...provenBase(image, known, entry, say),
    ...youngBase(known, entry, asOf, say),
    ...signedBase(known, entry, say),
  ];
}

/** The first entry that names the base, however short either is written. `digests`: the base's, besides one in its name. */
export function allowedBase(
  bases: readonly AllowedBase[],
  name: string | undefined,
  digests: readonly Digest[],
): AllowedBase | undefined {
  return name === undefined ? undefined : bases.find(({ match }) => matches(match, name, digests));
}

/** Whether a reference lies in one of the registries, each with or without a path. */
export function isIn(registries: readonly string[], reference: string): boolean {
  const full = fullName(reference);
  return registries.some((one) => {
    const place = `${one.replace(/\/$/, '')}/`;
    return reference.startsWith(place) || full.startsWith(place);
  });
}

type Say = ReturnType<typeof sayOf>;

function provenBase(
  { reference, config }: Pick<Image, 'reference' | 'config'>,
  { claim, look }: KnownBase,
  { proven }: AllowedBase,
  say: Say,
): readonly Finding[] {
  if (!proven) return [];
  const isBase =
    look.kind === 'seen' &&
    [look.diffIds, look.claimedDiffIds].some((layers) => beginsWith(config.diffIds, layers));
  if (isBase) return [];
  const why = look.kind === 'unseen' ? look.why : 'it begins with other layers';
  return [
    say(baseRules.digest, {
      message: `That ${reference} is built upon ${claim.name} is not proven: ${why}.`,
      required: 'the layers of the base',
    }),
  ];
}

function youngBase(
  { claim, look }: KnownBase,
  { maxAge }: AllowedBase,
  asOf: Date,
  say: Say,
): readonly Finding[] {
  if (maxAge === undefined) return [];
  const age = look.kind === 'seen' ? baseAge(look, asOf) : undefined;
  if (age !== undefined && age.days <= maxAge) return [];
  const message =
    age === undefined
      ? `How old ${claim.name} is cannot be told${look.kind === 'unseen' ? `: ${look.why}` : ''}.`
      : `${claim.name} was built on ${age.built}, ${age.days} days ago.`;
  const actual = age === undefined ? 'not known' : `${age.days} days`;
  return [say(baseRules.age, { message, actual, required: `at most ${maxAge} days` })];
}

function signedBase({ claim, look }: KnownBase, { signed }: AllowedBase, say: Say): readonly Finding[] {
  if (!signed) return [];
  const signature = look.kind === 'seen' ? look.signature : undefined;
  if (signature?.kind === 'trusted') return [];
  const why = signature?.why ?? (look.kind === 'unseen' ? look.why : 'nobody has looked at its signatures');
  return [
    say(baseRules.signature, { message: `${claim.name} is not signed by whom the policy names: ${why}.` }),
  ];
}

/**
 * Both in full: `node*` means Docker Hub's, and no host that begins alike. A pattern without a digest speaks of every
 * digest; of one with a digest that decides, whatever tag either is written with.
 */
function matches(pattern: string, base: string, digests: readonly Digest[]): boolean {
  const name = fullName(base);
  const wanted = digestOf(pattern);
  if (wanted === undefined) return isLike(fullName(pattern), withoutDigest(name));
  const own = digestOf(base);
  const isDigest = own === undefined ? digests.some((one) => one === wanted) : own === wanted;
  return isDigest && isLike(withoutTag(fullName(pattern)), withoutTag(name));
}

function digestOf(name: string): string | undefined {
  return name.split('@')[1];
}
