// How much memory V8 gives to new objects: the one thing of its heap that grows with the work and not with what is kept.
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Bytes, both halves together. Left alone it grows to 128 MiB; a limit of 8 costs no measurable time in a scan. */
const limit = 8 * 1024 * 1024;

/**
 * Stops the young space from growing once it has its size; to be called now and then. V8 reads its limit only when it
 * starts (`--max-semi-space-size`), which neither the Action nor a script's first line can set everywhere, but the
 * factor of growth each time. Nothing depends on it but memory.
 */
export function holdYoungSpace(): void {
  const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space');
  if (young !== undefined && young.space_size >= limit) setFlagsFromString('--semi-space-growth-factor=1');
}
