// Reads a file that somebody names: no more of it than a ceiling, whatever it claims to be.
import { closeSync, openSync, readSync } from 'node:fs';

/** More is read of nothing that is not streamed. */
const givenCeiling = 256 * 1024 * 1024;

export class GivenTooLarge extends Error {
  readonly most: number;
  constructor(path: string, most: number) {
    super(`${path} has more than ${most} bytes`);
    this.most = most;
  }
}

/** Sizes say nothing of devices and of what others still write to. Errors: those of node:fs, `GivenTooLarge`. */
export function readGiven(path: string, most = givenCeiling): Buffer {
  const file = openSync(path, 'r');
  try {
    const pieces: Buffer[] = [];
    let total = 0;
    for (;;) {
      const piece = Buffer.allocUnsafe(Math.min(1024 * 1024, most + 1 - total));
      const read = readSync(file, piece);
      if (read === 0) return Buffer.concat(pieces, total);
      total += read;
      if (total > most) throw new GivenTooLarge(path, most);
      pieces.push(piece.subarray(0, read));
    }
  } finally {
    closeSync(file);
  }
}

/** The same as UTF-8 text; what is none is replaced, and whoever parses it says so. */
export function readGivenText(path: string, most = givenCeiling): string {
  return readGiven(path, most).toString('utf8');
}
