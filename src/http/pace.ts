// Time and chance as the HTTP client needs them, so that tests of retries take no time.
import { setTimeout as delay } from 'node:timers/promises';

export interface Pace {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after `milliseconds`; rejects when the signal aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** From 0 up to but not including 1. */
  random(): number;
}

/** The machine's own clock and generator. */
export const realPace: Pace = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) =>
    delay(milliseconds, undefined, signal === undefined ? {} : { signal, ref: true }),
  random: () => Math.random(),
};
