// Index entries and configurations that speak of different machines.
import type { Platform } from '../terms/image.ts';

/** Other names of architectures (containerd platforms §Normalization). */
const aliases: ReadonlyMap<string, string> = new Map([
  ['x86_64', 'amd64'],
  ['x86-64', 'amd64'],
  ['aarch64', 'arm64'],
  ['armhf', 'arm'],
  ['armel', 'arm'],
  ['i386', '386'],
]);

function sameWord(one: string, other: string): boolean {
  const plain = (word: string): string => aliases.get(word.toLowerCase()) ?? word.toLowerCase();
  return one === 'unknown' || other === 'unknown' || plain(one) === plain(other);
}

/** Whether an index entry and the image's own configuration speak of different machines; silence contradicts nothing. */
export function platformsContradict(entry: Platform, own: Platform): boolean {
  if (!sameWord(entry.os, own.os) || !sameWord(entry.architecture, own.architecture)) return true;
  if (entry.variant === undefined || own.variant === undefined) return false;
  return entry.variant !== own.variant;
}
