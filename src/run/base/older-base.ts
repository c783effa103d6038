// The base that an image has now, read from the image's own lowest layers.
import { dayOf, dayText } from '../../terms/day.ts';
import type { JudgedImage } from '../image/judge-images.ts';
import type { ImageOutcome } from '../image/outcome.ts';
import { readImages } from '../image/read-images.ts';
import type { Outside } from '../outside.ts';
import type { ScanRequest } from '../scan.ts';
import { lowerPart } from './lower-part.ts';

/** From the layer cache where it has them. Undefined: they cannot be told apart. Errors: those of the source. */
export async function readOlderBase(
  reference: string,
  { image }: JudgedImage,
  depth: number,
  { knownBad, without, signal, asOf }: Omit<ScanRequest, 'references'>,
  outside: Outside,
): Promise<ImageOutcome | undefined> {
  const { imageAnalyzers, judgeLayers } = await import('../image/judge-layers.ts');
  const { log, layerCache } = outside;
  const looking = { knownBad, without };
  const source = lowerPart(outside.openImage(reference), image.digest, depth);
  const [read] = await readImages(reference, source, [image.platform], async () => imageAnalyzers(looking), {
    log,
    layerCache,
    signal,
  });
  if (read?.kind !== 'read') return undefined;
  return judgeLayers(read, new Date(dayText(dayOf(asOf))), looking);
}
