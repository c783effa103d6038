// Images by pattern or list: every OCI layout or archive of a folder, every image of a build.
import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../terms/errors.ts';
import { readImageList } from './lists/read-list.ts';

/**
 * `oci:build/*`, `oci-archive:out/*.tar`, `docker-archive:…`: one reference a match; others stay as they are. `*` stands
 * for any text without `/`; a tag after the pattern goes to every layout. `bake:FILE` and `compose:FILE` stand for the
 * images that they name; `variables` of the environment fill theirs in. Errors: `UserError` when nothing matches,
 * since a gate of no image must not be green.
 */
export function expandImages(
  references: readonly string[],
  directory: string,
  variables: ReadonlyMap<string, string>,
): readonly string[] {
  const expanded = references.flatMap((reference) => {
    const match = /^(oci|oci-archive|docker-archive):([^:]*\*[^:]*)(:[\w][\w.-]*)?$/.exec(reference);
    if (match === null) return readImageList(reference, directory, variables) ?? [reference];
    const [, kind = '', pattern = '', tag = ''] = match;
    // Beside layouts lie metadata, beside archives folders: only what can be one is asked for.
    const found = globSync(pattern, { cwd: directory })
      .filter((path) => isFolder(join(directory, path)) === (kind === 'oci'))
      .sort();
    if (found.length > 0) return found.map((path) => `${kind}:${path}${tag}`);
    throw new UserError(
      'reference',
      `nothing matches ${reference}`,
      'Build the images first, or mend the pattern.',
    );
  });
  return [...new Set(expanded)];
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
