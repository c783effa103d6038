// How long the manifest of a bundle is beside its predicate type, as cosign 3.1 writes it.
import { mediaTypes } from '../../oci/media-types.ts';
import { bundleAnnotations, bundleMediaTypes } from '../formats/media-types.ts';
import { predicateTypes } from '../formats/predicate-types.ts';

/** Bytes of a manifest as cosign 3.1 writes it, without its predicate type; numbers in their usual length. */
const usual = JSON.stringify({
  schemaVersion: 2,
  mediaType: mediaTypes.ociManifest,
  config: {
    ...{ mediaType: mediaTypes.ociEmpty, size: 2, digest: `sha256:${'0'.repeat(64)}` },
    artifactType: bundleMediaTypes.v03,
  },
  layers: [{ mediaType: bundleMediaTypes.v03, size: 1000, digest: `sha256:${'0'.repeat(64)}` }],
  annotations: {
    [bundleAnnotations.content]: 'dsse-envelope',
    [bundleAnnotations.predicateType]: '',
    [bundleAnnotations.created]: '2026-01-01T00:00:00Z',
  },
  subject: { mediaType: mediaTypes.ociManifest, size: 1000, digest: `sha256:${'0'.repeat(64)}` },
  artifactType: bundleMediaTypes.v03,
}).length;

/** By so many bytes all manifests of one image may differ from the usual: its own size, and an index's shorter type. */
const shifts = [...Array(13).keys()].map((at) => at - 6).sort((a, b) => Math.abs(a) - Math.abs(b));

const knownLengths = Object.values(predicateTypes).map(({ length }) => length);

/**
 * That length for the manifests of one image, by their sizes and the lengths of the types that are looked for among them: the
 * one by which every such type is there; of several, the one that explains most of the other sizes too.
 */
export function likelyLength(lengths: readonly number[], sizes: readonly number[]): number {
  if (sizes.length === 0) return usual;
  const known = [...lengths, ...knownLengths];
  const cost = (shift: number): number => {
    const seen = sizes.map((size) => size - usual - shift);
    const nearest = (length: number, among: readonly number[]): number =>
      Math.min(...among.map((one) => Math.abs(one - length)));
    const lacking = lengths.reduce((sum, length) => sum + nearest(length, seen), 0);
    const unexplained = seen.reduce((sum, length) => sum + nearest(length, known), 0);
    return lacking * 1000 + unexplained;
  };
  const costs = shifts.map(cost);
  return usual + (shifts[costs.indexOf(Math.min(...costs))] ?? 0);
}
