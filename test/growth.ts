// How a cost grows with its input, held against itself in the same run: what the machine and its neighbours cost falls out.

const looks = 8;

/**
 * The processor time of `work(4 * size)` over that of `work(size)`: about 4 where it is linear,
 * 16 where it is quadratic. The smallest of some looks, because a neighbour only ever adds; one that is linear is enough.
 */
export function growth(size: number, work: (size: number) => void): number {
  const times = timesWorthMeasuring(() => work(size));
  const cost = (length: number): number =>
    processorTime(() => {
      for (let time = 0; time < times; time++) work(length);
    });
  let smallest = Number.POSITIVE_INFINITY;
  for (let look = 0; look < looks && smallest >= linear; look++) {
    const small = cost(size);
    smallest = Math.min(smallest, cost(4 * size) / small);
  }
  return smallest;
}

/** What a linear cost stays below, and a quadratic one does not. */
export const linear = 8;

/** The clock of a thread moves in steps of up to 10 ms. */
const worthMeasuring = 60_000;

/** How often something is done in so many microseconds; at least once, which also warms it up. */
function timesWorthMeasuring(work: () => void): number {
  for (let times = 1; ; times *= 2) {
    const spent = processorTime(() => {
      for (let time = 0; time < times; time++) work();
    });
    if (spent >= worthMeasuring) return times;
  }
}

/** Microseconds of this thread: the collector's own threads go through all that a test run has loaded. */
function processorTime(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return user + system;
}
