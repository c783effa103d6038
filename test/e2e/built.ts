// The build that the end-to-end tests run: the committed dist/, or another that SEAWORTHY_DIST names.
import { resolve } from 'node:path';

export const dist = resolve(process.env.SEAWORTHY_DIST ?? resolve(import.meta.dirname, '../../dist'));
