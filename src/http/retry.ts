// When a request is worth another attempt, how long to wait for it, and how many all requests may spend.
import type { Pace } from './pace.ts';

/** Statuses after which the same request may succeed (RFC 9110 §15, RFC 6585 §4). */
export function isRetryStatus(status: number): boolean {
  return [408, 425, 429, 500, 502, 503, 504].includes(status);
}

/** Milliseconds that `Retry-After` asks to wait, from seconds or a date (RFC 9110 §10.2.3). */
export function retryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Exponential backoff with full jitter: up to 0.2 s, 0.4 s, … 20 s; never less than a twentieth of it. */
export function backoff(attempt: number, pace: Pace): number {
  const ceiling = Math.min(20_000, 200 * 2 ** attempt);
  return Math.max(ceiling / 20, pace.random() * ceiling);
}

export interface RetryBudget {
  /** Takes one retry; false when none is left. */
  take(): boolean;
  /** A success gives half a retry back. */
  refill(): void;
}

export function openBudget(size: number): RetryBudget {
  let left = size;
  return {
    take() {
      if (left < 1) return false;
      left -= 1;
      return true;
    },
    refill() {
      left = Math.min(size, left + 0.5);
    },
  };
}

export interface Holds {
  /** No request to this origin before `until` (milliseconds since 1970). */
  hold(origin: string, until: number): void;
  /** Resolves when the origin may be asked again. */
  wait(origin: string, signal: AbortSignal | undefined): Promise<void>;
}

/** Origins that asked to be left alone for a while; it binds every request, not only the one that was told. */
export function openHolds(pace: Pace): Holds {
  const until = new Map<string, number>();
  return {
    hold(origin, instant) {
      until.set(origin, Math.max(instant, until.get(origin) ?? 0));
    },
    async wait(origin, signal) {
      for (;;) {
        const rest = (until.get(origin) ?? 0) - pace.now();
        if (rest <= 0) return;
        await pace.sleep(rest, signal);
      }
    },
  };
}
