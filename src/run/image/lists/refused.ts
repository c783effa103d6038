// What a list of images is refused with: what is wrong, on which line, and what to do.
import { type FilePosition, UserError } from '../../../terms/errors.ts';

export function refused(at: FilePosition, why: string, fix: string, cause?: unknown): UserError {
  const place = at.line === undefined ? at.file : `${at.file}:${at.line}`;
  return new UserError('reference', `${place} gives no images: ${why}`, fix, { at, cause });
}

/** What stands in for everything that is not read here. */
export const printed = 'Write what `docker buildx bake --print` prints into a file, and name that.';
