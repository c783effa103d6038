// What a body is, by its first bytes: text, UTF-16, packed, or anything else.

export type BodyForm = 'text' | 'utf-16le' | 'utf-16be' | 'gzip' | 'zstd' | 'zip' | 'binary';

/** Enough to tell. */
export const headLength = 512;

/** Jars may begin with a shell script. */
const zipNames = /\.(?:jar|war|ear|aar|zip|whl|egg|nupkg)$/i;

export function bodyForm(head: Uint8Array, path: string): BodyForm {
  const [a = 0, b = 0, c = 0, d = 0] = head;
  if (a === 0x1f && b === 0x8b) return 'gzip';
  if (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) return 'zstd';
  if ((a === 0x50 && b === 0x4b && c === 3 && d === 4) || zipNames.test(path)) return 'zip';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (!head.includes(0)) return 'text';
  // Without a mark: western text in UTF-16 has a zero in every other place.
  if (share(head, 1) > 0.8 && share(head, 0) < 0.05) return 'utf-16le';
  if (share(head, 0) > 0.8 && share(head, 1) < 0.05) return 'utf-16be';
  return 'binary';
}

/** Of the bytes at even (0) or odd (1) places, how many are zero. */
function share(bytes: Uint8Array, first: 0 | 1): number {
  let zeros = 0;
  let all = 0;
  for (let at = first; at < bytes.length; at += 2) {
    all++;
    if (bytes[at] === 0) zeros++;
  }
  return all < 8 ? 0 : zeros / all;
}
