// Opens what a command about images runs with: the outside, the formats, the advisories.
import { packageFormats } from '../packages/formats.ts';
import { openKnowledge } from '../run/knowledge.ts';
import { type Outside, openOutside } from '../run/outside.ts';
import type { ScanRequest } from '../run/scan.ts';
import type { CliContext } from './command.ts';
import { type ImageOptions, readPlatforms } from './image-options.ts';

export interface ImageRun {
  readonly request: ScanRequest;
  readonly outside: Outside;
}

export async function openRun(
  references: readonly string[],
  options: ImageOptions,
  context: CliContext,
): Promise<ImageRun> {
  const { environment, clock, random } = context;
  const log = context.log({ verbose: options.verbose === true, quiet: options.quiet === true });
  const outside = openOutside({
    environment,
    clock,
    log,
    random,
    layerCache: options.layerCache,
    ...(options.insecure === undefined ? {} : { insecure: options.insecure }),
  });
  const asOf = options.asOf ?? clock.now();
  const knowledge = await openKnowledge(
    { asked: options.advisories, asOf, publicRepository: false },
    outside,
  );
  const platforms = readPlatforms(options);
  return { outside, request: { references, platforms, formats: packageFormats, knowledge, asOf } };
}
