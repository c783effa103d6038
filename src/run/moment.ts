// The moment of judgement as people write it.
import { UserError } from '../terms/errors.ts';
import type { Clock } from '../terms/ports.ts';

/** `YYYY-MM-DD` (its last second: what was published on it is known) or an ISO 8601 instant in UTC. */
export function parseMoment(text: string): Date {
  const date = /^\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?$/.test(text) ? new Date(text) : undefined;
  if (
    date === undefined ||
    Number.isNaN(date.getTime()) ||
    date.toISOString().slice(0, 10) !== text.slice(0, 10)
  ) {
    throw new UserError('usage', `${JSON.stringify(text)} is no day`, 'Write it like 2026-11-22.');
  }
  return text.length === 10 ? new Date(date.getTime() + 86_399_000) : date;
}

/** The system's clock, or one that stands at a moment. UserError on its first use when the text is no moment. */
export function clockAt(moment: string | undefined): Clock {
  return { now: () => (moment === undefined ? new Date() : parseMoment(moment)) };
}
