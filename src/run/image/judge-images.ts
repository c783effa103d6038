// The images of a reference with their outcomes: from the cache where all that enters is the same, else from their layers.
import type { Without } from '../../inspection/inspectors.ts';
import type { KnownBad } from '../../inspection/integrity/known-bad.ts';
import { dayOf, dayText } from '../../terms/day.ts';
import { Bug } from '../../terms/errors.ts';
import type { Image, Platform } from '../../terms/image.ts';
import type { Refusal } from '../../terms/refusal.ts';
import type { Outside } from '../outside.ts';
import type { ImageOutcome } from './outcome.ts';
import { outcomeKey } from './outcome-key.ts';
import { readImages } from './read-images.ts';

export interface JudgedImage {
  /** As the source has it. */
  readonly image: Image;
  /** What the source refused. */
  readonly refusals: readonly Refusal[];
  readonly outcome: ImageOutcome;
}

export interface JudgeOptions {
  readonly platforms: 'all' | readonly Platform[];
  /** The moment of judgement. */
  readonly asOf: Date;
  /** Digests of files that no image may have. */
  readonly knownBad?: KnownBad;
  /** Inspectors that are not to run: the policy makes nothing of what they find. */
  readonly without?: Without | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An outcome holds for a day, and a layer as long as somebody builds upon it. */
const keptAtMost = { maxBytes: 4 * 1024 ** 3, maxDays: 30 };

/** Errors: those of `readImages`. */
export async function judgeImages(
  reference: string,
  { platforms, asOf, knownBad, without, signal }: JudgeOptions,
  outside: Outside,
): Promise<readonly JudgedImage[]> {
  const { log, layerCache, outcomes } = outside;
  // Inspectors are told the day and nothing finer: what they say holds for all of it.
  const day = dayText(dayOf(asOf));
  const known = new Map<Image, ImageOutcome>();
  const keyOf = (image: Image, build: string): string => {
    const list = knownBad === undefined ? undefined : `${knownBad.analyzer.id}@${knownBad.analyzer.version}`;
    return outcomeKey({
      build,
      runtime: process.version,
      image,
      knownBad: list,
      without: [...(without ?? [])].sort(),
      day,
    });
  };
  const settled = async (image: Image): Promise<boolean> => {
    const outcome = outcomes && (await outcomes.get(keyOf(image, outcomes.build)));
    if (outcome !== undefined) known.set(image, outcome);
    return outcome !== undefined;
  };
  const analyzers = async () => (await import('./judge-layers.ts')).imageAnalyzers({ knownBad, without });
  const ports = { log, layerCache, settled, signal };
  const judged: JudgedImage[] = [];
  for (const read of await readImages(reference, outside.openImage(reference), platforms, analyzers, ports)) {
    const { image, refusals } = read;
    if (read.kind === 'settled') {
      const kept = known.get(image);
      if (kept === undefined) throw new Bug('an image is settled of which no outcome is known');
      judged.push({ image, refusals, outcome: kept });
      continue;
    }
    const { judgeLayers } = await import('./judge-layers.ts');
    const outcome = judgeLayers(read, new Date(day), { knownBad, without });
    if (outcomes !== undefined && read.isWhole) {
      await outcomes.put(keyOf(image, outcomes.build), outcome);
      // Another run may prune at the same time: what is gone under our hands is no reason to fail.
      const limits = { ...keptAtMost, now: outside.clock.now() };
      await layerCache?.prune(limits).catch((error: unknown) => log.debug(`layer cache: ${String(error)}`));
    }
    judged.push({ image, refusals, outcome });
  }
  return judged;
}
