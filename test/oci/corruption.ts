// Damages what a registry serves (bit flips, cuts, swaps) by a seeded generator and says whether any of it was accepted.
import type { HttpClient } from '../../src/http/message.ts';
import { openSource } from '../../src/oci/open-source.ts';
import { parseRegistryReference } from '../../src/oci/reference.ts';
import { ContentError } from '../../src/terms/refusal.ts';
import type { LoopbackRegistry } from './loopback-registry.ts';
import { counting, seeded } from './reading.ts';
import { type SampleImage, sampleImage } from './sample-image.ts';

export const victim: SampleImage = sampleImage(['first layer', 'second layer, a little longer']);
const others = sampleImage(['another layer', 'and one more']);

export interface Damage {
  readonly what: string;
  readonly digest: string;
  readonly bytes: Buffer;
}

function cut(bytes: Buffer, random: () => number): Buffer {
  const at = Math.floor(random() * bytes.length);
  return random() < 0.5 ? bytes.subarray(0, at) : Buffer.concat([bytes, Buffer.from('x')]);
}

function flip(bytes: Buffer, random: () => number): Buffer {
  const changed = Buffer.from(bytes);
  const at = Math.floor(random() * bytes.length);
  changed[at] = (changed[at] ?? 0) ^ (1 << Math.floor(random() * 8));
  return changed;
}

/** One damage of the manifest, the configuration or a layer. */
export function damageOf(seed: number): Damage {
  const random = seeded(seed);
  const manifest = [victim.descriptor.digest, victim.manifest] as const;
  const targets = [manifest, ...victim.blobs];
  const strangers = [others.manifest, ...others.blobs.values(), ...victim.blobs.values()];
  const [digest, bytes] = targets[Math.floor(random() * targets.length)] ?? manifest;
  const kind = Math.floor(random() * 3);
  const stranger = strangers[Math.floor(random() * strangers.length)] ?? others.manifest;
  if (kind === 2 && !stranger.equals(bytes)) return { what: 'swap', digest, bytes: stranger };
  return kind === 1
    ? { what: 'cut', digest, bytes: cut(bytes, random) }
    : { what: 'flip', digest, bytes: flip(bytes, random) };
}

/** Serves the image with the damage; true when something was refused, false when the image was taken as whole. */
export async function isRefused(
  registry: LoopbackRegistry,
  client: HttpClient,
  damage: Damage,
): Promise<boolean> {
  registry.add(victim, 'v1');
  const { digest } = victim.descriptor;
  if (damage.digest === digest) {
    registry.manifests.set(digest, { bytes: damage.bytes, type: victim.descriptor.mediaType });
  } else registry.blobs.set(damage.digest, damage.bytes);
  const reference = parseRegistryReference(`${registry.host}/a/b@${digest}`);
  try {
    const set = await openSource(reference, { client, now: () => 0 }).read(counting());
    return set.refusals.length > 0 && (set.images.length === 0 || set.layers.size < 2);
  } catch (error) {
    if (error instanceof ContentError) return true;
    throw error;
  }
}
