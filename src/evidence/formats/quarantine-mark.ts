// What a quarantine mark says in its annotations: why, by whom, and for which platform an index bears it.
import type { Digest } from '../../terms/digest.ts';
import type { Annotations } from './legacy-material.ts';

export interface QuarantineNote {
  readonly reason: string;
  readonly by: string;
  readonly at: Date;
  /** The platform's image that was taken out of use, where its index bears the mark for it. */
  readonly platform?: Digest;
}

const reasonKey = 'dev.seaworthy.quarantine.reason';
const byKey = 'dev.seaworthy.quarantine.by';
const platformKey = 'dev.seaworthy.quarantine.platform';
const createdKey = 'org.opencontainers.image.created';

export function markAnnotations({ reason, by, at, platform }: QuarantineNote): Annotations {
  return {
    [reasonKey]: reason,
    [byKey]: by,
    [createdKey]: at.toISOString(),
    ...(platform !== undefined && { [platformKey]: platform }),
  };
}

/** The platform for which an index bears this mark; undefined: it is marked itself. */
export function markedPlatform(annotations: Annotations | null | undefined): string | undefined {
  return annotations?.[platformKey];
}

/** More of a stranger's words than a sentence bears. */
const shown = 300;

/** Why an image with such a mark is refused. May quote the mark: untrusted text. */
export function markSentence(annotations: Annotations | null | undefined): string {
  const platform = markedPlatform(annotations);
  const what = platform === undefined ? 'the image' : `the platform ${platform} of the image`;
  const reason = annotations?.[reasonKey];
  const by = annotations?.[byKey];
  const told = reason === undefined ? '' : `: ${reason}${by === undefined ? '' : ` (by ${by})`}`;
  return `${what} was taken out of use by its owner${told.slice(0, shown)}`;
}
