// Content digests as OCI writes them (image-spec descriptor.md §Digests).

/** `sha256:` + 64 lower-case hex digits, or `sha512:` + 128. */
export type Digest = `sha256:${string}` | `sha512:${string}`;

const shape = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;

export function isDigest(text: string): text is Digest {
  return shape.test(text);
}

export function digestAlgorithm(digest: Digest): 'sha256' | 'sha512' {
  return digest.startsWith('sha256:') ? 'sha256' : 'sha512';
}

/** The hex digits after the colon. */
export function digestHex(digest: Digest): string {
  return digest.slice(digest.indexOf(':') + 1);
}

/** A digest short enough for a sentence: algorithm and 12 digits. */
export function shortDigest(digest: Digest): string {
  const colon = digest.indexOf(':');
  return digest.slice(0, colon + 13);
}
