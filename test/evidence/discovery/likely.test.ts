// Where a listing tells no types, manifests' sizes say where to look first. Sizes and types as cosign 3.1 wrote them.
import { describe, expect, test } from '@jest/globals';
import { likeliest } from '../../../src/evidence/discovery/likely.ts';
import type { Piece } from '../../../src/evidence/discovery/piece.ts';
import { mediaTypes } from '../../../src/oci/media-types.ts';
import type { Digest } from '../../../src/terms/digest.ts';

const signature = 'https://sigstore.dev/cosign/sign/v1';
const vuln = 'https://cosign.sigstore.dev/attestation/vuln/v1';
const provenance = 'https://slsa.dev/provenance/v1';
const bom = 'https://cyclonedx.org/bom';
const vsa = 'https://slsa.dev/verification_summary/v1';

/** Of a manifest of 400 bytes, in the order of the fallback index. */
const written: readonly (readonly [string, number])[] = [
  [provenance, 873],
  ['https://acme.example/review/1', 872],
  ['https://spdx.dev/Document', 868],
  [bom, 868],
  [vuln, 890],
  [signature, 878],
  [vsa, 883],
];

function piece(size: number, at: number, predicateType?: string): Piece {
  const digest: Digest = `sha256:${String(at).padStart(64, '0')}`;
  const manifest = { mediaType: mediaTypes.ociManifest, artifactType: mediaTypes.ociEmpty, digest, size };
  return { kind: 'bundle', manifest, ...(predicateType !== undefined && { predicateType }) };
}

const any = (): boolean => true;
const sizesOf = (pieces: readonly Piece[]): readonly number[] =>
  pieces.map((one) => (one.kind === 'bundle' ? one.manifest.size : 0));

describe.each([
  ['a manifest of 400 bytes', 0],
  ['a manifest of 2 kB', 1],
  ['an index of 400 bytes', -3],
])('attached to %s', (_, longer) => {
  const pieces = written.map(([, size], at) => piece(size + longer, at));

  test.each([[[signature]], [[signature, vsa]], [[signature, vuln, provenance]], [[bom, vsa, signature]]])(
    '%j',
    (wanted) => {
      const found = likeliest(
        wanted.map((predicateType) => ({ predicateType })),
        pieces,
        any,
      );
      expect(sizesOf(found).map((size) => size - longer)).toEqual(
        wanted.map((type) => written.find(([one]) => one === type)?.[1]),
      );
    },
  );
});

test('a type that is told goes before any guess, and one piece serves one type', () => {
  const told = piece(5000, 1, signature);
  const guess = piece(878, 2);
  const wanted = [{ predicateType: signature }, { predicateType: signature }, { predicateType: vsa }];
  expect(likeliest(wanted, [guess, told], any)).toEqual([told, guess]);
});

test('nobody is chosen who cannot be of the type', () => {
  expect(likeliest([{ predicateType: vsa }], [piece(883, 1)], () => false)).toEqual([]);
});
