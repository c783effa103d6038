// After a suite: the folder of its temporary files goes, whatever its tests left there.
import { rmSync } from 'node:fs';
import { basename } from 'node:path';

export default function removeScratch(): void {
  const folder = process.env.TMPDIR ?? '';
  if (!basename(folder).startsWith('seaworthy-tests-'))
    throw new Error(`not a folder of the tests: ${folder}`);
  rmSync(folder, { recursive: true, force: true });
}
