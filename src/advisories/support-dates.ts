// Reads end-of-support dates in the shape of endoflife.date's API (endoflife.date/docs/api): product → cycles.
import { z } from 'zod';
import { OutsideError } from '../terms/errors.ts';
import type { SupportDates } from './support-cycle.ts';

const ends = z.union([z.iso.date(), z.boolean()]);
const file = z.record(
  z.string(),
  z.array(z.object({ cycle: z.string(), eol: ends, lts: z.union([z.iso.date(), z.boolean()]).optional() })),
);

/** Product → releases; `from` is named in the OutsideError of a file that cannot be read. */
export function parseSupportDates(text: string, from: string): SupportDates {
  try {
    return new Map(
      Object.entries(file.parse(JSON.parse(text))).map(([product, cycles]) => [
        product,
        cycles.map(({ cycle, eol, lts }) => ({
          cycle,
          ends: eol,
          ...(typeof lts === 'string' ? { longTerm: lts } : {}),
        })),
      ]),
    );
  } catch (cause) {
    const fix = 'Fetch it again, or remove it: the built-in dates serve then.';
    throw new OutsideError('protocol', `${from} holds no end-of-support dates`, fix, { cause });
  }
}
