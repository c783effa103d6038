// Before a suite: one folder that every temporary file of its tests, and of the programs they start, lies in.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export default function makeScratch(): void {
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'seaworthy-tests-'));
}
