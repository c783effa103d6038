// The `code` that Node's own errors carry, such as `ENOENT` or `Z_DATA_ERROR`.

/** By shape and not by class: an error may come from another realm, where `instanceof Error` is false. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
