// Files that the user named: what is wrong with their content is no fault of something outside.
import type { AdvisorySource } from '../../advisories/source.ts';
import { OutsideError, UserError } from '../../terms/errors.ts';

/** The same source, whose unreadable files are a `UserError`. */
export function ofTheUser(source: AdvisorySource): AdvisorySource {
  return {
    ...source,
    lookup: (queries) => blameUser(() => source.lookup(queries)),
    knownExploited: () => blameUser(() => source.knownExploited()),
    supportDates: () => blameUser(() => source.supportDates()),
  };
}

/** Turns what is wrong with a file's content into a `UserError`. */
export async function blameUser<T>(read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (!(cause instanceof OutsideError) || cause.code !== 'protocol') throw cause;
    throw new UserError('not-found', cause.message, cause.fix, { cause });
  }
}
