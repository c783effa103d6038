// Digests of advisory data: of files, of folders, and over several ecosystems.
import { createHash } from 'node:crypto';
import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Digest } from '../terms/digest.ts';

/** SHA-256 of a file's bytes, 64 hex digits. */
export function fileDigest(path: string): string {
  const hash = createHash('sha256');
  const handle = openSync(path, 'r');
  try {
    const chunk = Buffer.allocUnsafe(1024 * 1024);
    for (let count = readSync(handle, chunk); count > 0; count = readSync(handle, chunk)) {
      hash.update(chunk.subarray(0, count));
    }
  } finally {
    closeSync(handle);
  }
  return hash.digest('hex');
}

/** SHA-256 over the names and digests of a folder's JSON files. */
export function folderDigest(path: string): string {
  const names = readdirSync(path).filter((name) => name.endsWith('.json'));
  return linesDigest(names.map((name) => [name, textDigest(readFileSync(join(path, name)))]));
}

export function textDigest(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** One digest over several named ones, whatever their order. */
export function aggregateDigest(parts: readonly (readonly [string, string])[]): Digest {
  return `sha256:${linesDigest(parts)}`;
}

function linesDigest(parts: readonly (readonly [string, string])[]): string {
  return textDigest(
    parts
      .map(([name, digest]) => `${name}\t${digest}\n`)
      .sort()
      .join(''),
  );
}
