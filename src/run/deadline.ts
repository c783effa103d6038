// Looking outside under a deadline: what does not answer becomes a reason, and nothing hangs.
import { OutsideError, UserError } from '../terms/errors.ts';
import { ContentError } from '../terms/refusal.ts';

const lanes = 8;

export interface Failure {
  readonly reason: string;
}

/** What the outside or the content says no to is a reason, never an exception. */
export async function settle<T extends object>(
  look: () => Promise<T>,
  limit: number,
  signal: AbortSignal,
): Promise<T | Failure> {
  const late = { reason: `nothing came within ${limit / 1000} s` };
  try {
    const deadline = new Promise<Failure>((done) => {
      if (signal.aborted) done(late);
      signal.addEventListener('abort', () => done(late), { once: true });
    });
    return await Promise.race([look(), deadline]);
  } catch (error) {
    if (signal.aborted) return late;
    if (error instanceof OutsideError || error instanceof ContentError) return { reason: error.message };
    if (error instanceof UserError && error.code === 'not-found') return { reason: error.message };
    throw error;
  }
}

/** Work on the items, a few side by side. */
export async function inLanes<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const lane = async (): Promise<void> => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane));
}
