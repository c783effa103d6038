// Names that a bill of materials derives from what it describes: UUIDs, references, times.
import { createHash } from 'node:crypto';
import type { Package } from '../terms/package.ts';

/** Who wrote the document, and when; both come from the caller. */
export interface DocumentOptions {
  /** ISO 8601 instant, UTC; documents carry whole seconds. */
  readonly timestamp: string;
  readonly tool: { readonly name: string; readonly version: string };
}

/** A UUID of version 8 (RFC 9562 §5.8) that is a digest of the parts: same image, same document name. */
export function deriveUuid(...parts: readonly string[]): string {
  const hex = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** `2026-11-25T01:02:03Z`: the form that SPDX 2.3 §6.9 asks for and RFC 3339 allows. */
export function wholeSeconds(timestamp: string): string {
  return `${new Date(timestamp).toISOString().slice(0, 19)}Z`;
}

/** Packages in the order of every document, each with a reference that no other one has. */
export function identifyPackages(
  packages: readonly Package[],
): readonly { readonly package: Package; readonly reference: string }[] {
  const sorted = packages.toSorted(
    (left, right) =>
      compare(left.purl, right.purl) || compare(left.path, right.path) || left.layer - right.layer,
  );
  const taken = new Set<string>();
  return sorted.map((item) => {
    const key = item.purl === '' ? `${item.name}@${item.version}` : item.purl;
    let reference = key;
    for (let copy = 2; taken.has(reference); copy += 1) reference = `${key}#${copy}`;
    taken.add(reference);
    return { package: item, reference };
  });
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
