// Which bundle of a listing that tells no types is likely of which type, by the size of its manifest: where to look first, never what to believe.
import { mediaTypes } from '../../oci/media-types.ts';
import { bundleAnnotations, bundleMediaTypes } from '../formats/media-types.ts';
import { predicateTypes } from '../formats/predicate-types.ts';
import type { Piece } from './piece.ts';

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

interface Wanted {
  readonly predicateType: string;
}

/**
 * The likeliest piece for each wanted type: as many as there are types, all different, fewer where pieces run out. `fits`
 * says which may be of it at all; pieces whose type is told come before those whose type is guessed.
 */
export function likeliest<T extends Wanted>(
  wanted: readonly T[],
  pieces: readonly Piece[],
  fits: (one: T, piece: Piece) => boolean,
): readonly Piece[] {
  const shift = likeliestShift(
    wanted,
    pieces.map(untoldSize).filter((size) => size !== undefined),
  );
  // Requirements of one type look at the same pieces.
  const types = new Map(wanted.map((one) => [one.predicateType, one]));
  const chosen: Piece[] = [];
  for (const one of types.values()) {
    let best: Piece | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const piece of pieces) {
      if (chosen.includes(piece) || !fits(one, piece)) continue;
      const size = untoldSize(piece);
      const distance = size === undefined ? -1 : Math.abs(size - usual - shift - one.predicateType.length);
      if (distance < least) [best, least] = [piece, distance];
    }
    if (best !== undefined) chosen.push(best);
  }
  return chosen;
}

function untoldSize(piece: Piece): number | undefined {
  return piece.kind === 'bundle' && piece.predicateType === undefined ? piece.manifest.size : undefined;
}

/** The one by which every wanted type is there; of several, the one that explains most of the other sizes too. */
function likeliestShift(wanted: readonly Wanted[], sizes: readonly number[]): number {
  if (sizes.length === 0) return 0;
  const lengths = wanted.map(({ predicateType }) => predicateType.length);
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
  return shifts[costs.indexOf(Math.min(...costs))] ?? 0;
}
