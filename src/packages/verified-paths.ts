// Which files of packages are held against their package's digests.

/**
 * Documentation, translations, headers, static libraries and the sources of compilers are not: nothing in a
 * container runs them, and they are half of what a large image would have to hash (docs/decisions/0081).
 */
const left =
  /^usr\/(?:share\/(?:doc|doc-base|man|info|locale|zoneinfo|icons|fonts|help|lintian|bug|common-licenses|licenses|go-[^/]*)|include|src)\/|\.(?:a|o|la|gz|html|mo|gmo)$/;

/** `path` has no leading slash. Links of old file systems (`lib` for `usr/lib`) make no difference. */
export function isVerifiedPath(path: string): boolean {
  return !left.test(path);
}
