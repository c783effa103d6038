// Under which name the outcome of an image is kept: a digest of everything that it was made from.
import { createHash } from 'node:crypto';
import type { Image } from '../../terms/image.ts';

/**
 * Whatever enters an outcome stands here, or two different outcomes would have one name. Policy, Dockerfile, lock files,
 * imported reports, VEX and advisories do not enter: they are applied to an outcome, kept or not.
 */
export interface OutcomeInputs {
  /** The program itself: readers, analyzers and rules with all they rest on (`build` in terms). */
  readonly build: string;
  /** Version of Node: its decoders, its regular expressions. */
  readonly runtime: string;
  /** Whole: reference, digests of manifest, configuration and layers, media types, configuration, annotations. */
  readonly image: Image;
  /** The list of known bad files, by its analyzer's id and version. */
  readonly knownBad: string | undefined;
  /** Ids of inspectors that did not run, sorted. The rest of the policy does not enter. */
  readonly without: readonly string[];
  /** Day of judgement, `YYYY-MM-DD`: runtimes whose support has ended by then are findings. */
  readonly day: string;
}

/** Goes up whenever the form of a kept outcome changes. */
const outcomeFormat = 1;

/** SHA-256 in hexadecimal. */
export function outcomeKey({ build, runtime, image, knownBad, without, day }: OutcomeInputs): string {
  const list = [outcomeFormat, build, runtime, image, knownBad ?? null, without, day];
  return createHash('sha256').update(JSON.stringify(list)).digest('hex');
}
