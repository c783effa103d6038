// How much memory V8 takes beyond what is kept: for new objects, and for old ones between two full collections.
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Bytes, both halves together. Left alone it grows to 128 MiB; a limit of 8 costs no measurable time in a scan. */
const limit = 8 * 1024 * 1024;

/**
 * By how many percent of what is kept the heap may grow before it is collected; left alone, by up to three hundred.
 * Reading keeps little and leaves little behind. Judging keeps most, and its rubbish would be most of the peak.
 */
const growth = { reading: 50, judging: 10 } as const;

/** Stops the heap from growing ahead of its needs; to be called now and then. Nothing depends on it but memory. */
export function holdHeap(stage: keyof typeof growth): void {
  setFlagsFromString(`--heap-growing-percent=${growth[stage]}`);
  holdYoungSpace();
}

/**
 * Stops the young space once it has its size. V8 reads its limit only when it starts (`--max-semi-space-size`), which
 * neither the Action nor a script's first line can set everywhere, but the factor of growth each time.
 */
function holdYoungSpace(): void {
  const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space');
  if (young !== undefined && young.space_size >= limit) setFlagsFromString('--semi-space-growth-factor=1');
}
