// How a cost grows with its input, held against itself in the same run: what the machine and its neighbours cost falls out.

/**
 * The processor time of `work(4 * size)` over that of `work(size)`: about 4 where it is linear,
 * 16 where it is quadratic. The smallest of five looks, because a neighbour only ever adds.
 */
export function growth(size: number, work: (size: number) => void): number {
  work(size);
  const looks = Array.from({ length: 5 }, () => {
    const small = processorTime(() => work(size));
    return processorTime(() => work(4 * size)) / small;
  });
  return Math.min(...looks);
}

/** What a linear cost stays below, and a quadratic one does not. */
export const linear = 8;

function processorTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
