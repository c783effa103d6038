// Which bundle of a listing that tells no types is likely of which type, by the size of its manifest: where to look first, never what to believe.
import { likelyLength } from './manifest-length.ts';
import type { Piece } from './piece.ts';

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
  const lengths = wanted.map(({ predicateType }) => predicateType.length);
  const length = likelyLength(
    lengths,
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
      const distance = size === undefined ? -1 : Math.abs(size - length - one.predicateType.length);
      if (distance < least) [best, least] = [piece, distance];
    }
    if (best !== undefined) chosen.push(best);
  }
  return chosen;
}

function untoldSize(piece: Piece): number | undefined {
  return piece.kind === 'bundle' && piece.predicateType === undefined ? piece.manifest.size : undefined;
}
