// Runs that mostly wait, several at a time: each is begun before anybody asks for its end.

export interface Abreast {
  /** Queues the work; its end or failure comes to whoever awaits it. */
  begin<T>(work: () => Promise<T>): Promise<T>;
}

/** At most `limit` at a time, in the order in which they were begun. */
export function openAbreast(limit: number): Abreast {
  let free = limit;
  const waiting: (() => void)[] = [];
  const turn = (): Promise<void> =>
    new Promise((resolve) => {
      if (free > 0) {
        free -= 1;
        resolve();
      } else waiting.push(resolve);
    });
  const done = (): void => {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  };
  return {
    begin(work) {
      const ended = turn().then(work).finally(done);
      // A failure before its test begins is that test's, not the process's.
      ended.catch(() => undefined);
      return ended;
    },
  };
}
