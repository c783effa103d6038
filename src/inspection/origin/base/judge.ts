// Judges the base of an image: what is said of it, what its registry shows, and what the policy asks.
import type { Finding } from '../../../terms/finding.ts';
import type { Image } from '../../../terms/image.ts';
import type { InspectionRule } from '../../inspection-rule.ts';
import { configPlace, type FindingWords, makeFinding } from '../../make-finding.ts';
import { baseAge } from './age.ts';
import type { BaseClaim } from './claim.ts';
import { type BaseLook, beginsWith, type SeenBase } from './look.ts';
import { baseRules } from './rules.ts';

/** One base with what was seen of it; a claim without a look was never asked about. */
export interface KnownBase {
  readonly claim: BaseClaim;
  readonly look: BaseLook;
}

/** What holds whatever the policy says: layers that are others, a newer base, an abandoned one. None without a claim. */
export function judgeBase(image: Image, { claim, look }: KnownBase, asOf: Date): readonly Finding[] {
  const { name } = claim;
  const say = sayOf(image, claim);
  if (look.kind === 'unseen') {
    return [
      say(baseRules.unknown, {
        message: `Whether ${name}, the base of ${image.reference}, was built anew or abandoned is not known: ${look.why}.`,
      }),
    ];
  }
  return [...judgeLayers(image, claim, look, say), ...judgeRhythm(claim, look, asOf, say)];
}

type Say = (rule: InspectionRule, words: Pick<FindingWords, 'message' | 'actual' | 'required'>) => Finding;

export function sayOf({ reference }: Pick<Image, 'reference'>, claim?: BaseClaim): Say {
  const where = configPlace(claim?.by === 'annotations' ? 'annotations' : 'config.Labels');
  return (rule, words) => makeFinding(rule, { subject: reference, where, ...words });
}

/** Layers prove what the label only claims. */
function judgeLayers(image: Image, claim: BaseClaim, seen: SeenBase, say: Say): readonly Finding[] {
  const { reference, config } = image;
  const [current = ''] = seen.digests;
  if (beginsWith(config.diffIds, seen.diffIds)) return [];
  const { name, digest } = claim;
  if (isOtherBase(image, claim, seen)) {
    return [
      say(baseRules.digest, {
        message: `${reference} names ${name} as its base, and does not begin with its layers.`,
        ...(digest === undefined ? {} : { actual: digest }),
      }),
    ];
  }
  return [
    say(baseRules.stale, {
      message: `${name} is another image now than the one that ${reference} was built upon.`,
      actual: digest ?? 'other layers',
      required: current,
    }),
  ];
}

/** Whether the layers of the digest that the image claims are known, and are not the lowest ones of the image. */
export function isOtherBase(
  { config }: Pick<Image, 'config'>,
  { digest }: BaseClaim,
  { digests, diffIds, claimedDiffIds }: SeenBase,
): boolean {
  if (digest === undefined || beginsWith(config.diffIds, diffIds)) return false;
  if (!digests.includes(digest) && claimedDiffIds === undefined) return false;
  return !beginsWith(config.diffIds, claimedDiffIds);
}

function judgeRhythm(claim: BaseClaim, seen: SeenBase, asOf: Date, say: Say): readonly Finding[] {
  const { name } = claim;
  const age = baseAge(seen, asOf);
  if (age === undefined) {
    const message = `When ${name} was built last is not known: its registry shows no date of it.`;
    return [say(baseRules.unknown, { message })];
  }
  if (!age.abandoned) return [];
  const rhythm =
    age.cadence === undefined
      ? 'how often it is built, its registry does not show'
      : `before, a build came about every ${age.cadence} days`;
  return [
    say(baseRules.abandoned, {
      message: `${name} was built last on ${age.built}, ${age.days} days ago; ${rhythm}.`,
      actual: `${age.days} days`,
    }),
  ];
}
