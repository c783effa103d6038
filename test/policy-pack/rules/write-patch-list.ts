// Writes docs/patches.md anew: `node test/policy-pack/rules/write-patch-list.ts`.
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { renderPatchList } from './patch-list.ts';

writeFileSync(resolve(import.meta.dirname, '../../../docs/patches.md'), renderPatchList());
