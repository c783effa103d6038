// Everything that refers to an image is named, whoever wrote it.
import { expect, test } from '@jest/globals';
import { listBuildKit } from '../../../src/evidence/discovery/buildkit.ts';
import { listEvidence } from '../../../src/evidence/discovery/list-evidence.ts';
import { loadPiece } from '../../../src/evidence/discovery/load-piece.ts';
import { pieceName } from '../../../src/evidence/discovery/piece.ts';
import { verifyImage } from '../../../src/evidence/image/verify-image.ts';
import { parseDocument } from '../../../src/oci/document.ts';
import { digestOf } from '../../../src/oci/verification.ts';
import {
  attachBundle,
  attachLegacySignature,
  attachReferrer,
  image,
  simplePayload,
} from '../forge/attach.ts';
import { later } from '../forge/instance.ts';
import { memorySource } from '../forge/memory-source.ts';
import { identity, instance, statement } from '../forge/scene.ts';
import { makeBundle } from '../forge/sign.ts';

const provenance = 'https://slsa.dev/provenance/v1';
const payload = statement(provenance, {});

test('bundles, legacy layers, Notation, marks and strangers are told apart', async () => {
  const source = memorySource();
  attachBundle(source, makeBundle({ instance, content: { payload } }), { predicateType: provenance });
  attachLegacySignature(source, [simplePayload(image), simplePayload(image)]);
  attachReferrer(source, 'application/vnd.cncf.notary.signature');
  attachReferrer(source, 'application/vnd.seaworthy.quarantine.v1+json');
  attachReferrer(source, 'application/vnd.acme.notes');
  const names = (await listEvidence(source, image)).map((piece) =>
    pieceName(piece).replace(/ sha256:.*/, ''),
  );
  expect(names.sort()).toEqual([
    'Notation signature',
    'application/vnd.acme.notes',
    'bundle',
    'cosign signature',
    'cosign signature',
    'quarantine mark',
  ]);
});

test('a statement of BuildKit is found beside its image, and is nobody’s word', async () => {
  const source = memorySource();
  const layer = source.blobOf(payload, 'application/vnd.in-toto+json', {
    annotations: { 'in-toto.io/predicate-type': provenance },
  });
  const config = source.blobOf(Buffer.from('{}'), 'application/vnd.oci.image.config.v1+json');
  const { mediaType, digest, size } = source.add({ config, layers: [layer] });
  const entry = (subject: string) => ({
    mediaType,
    digest,
    size,
    platform: { os: 'unknown', architecture: 'unknown' },
    annotations: {
      'vnd.docker.reference.type': 'attestation-manifest',
      'vnd.docker.reference.digest': subject,
    },
  });
  const bytes = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [entry(image), entry(`sha256:${'0'.repeat(64)}`)],
    }),
  );
  const index = parseDocument(bytes, digestOf(bytes), 'application/vnd.oci.image.index.v1+json');
  if (index.kind !== 'index') throw new Error('no index');
  const [piece, more] = await listBuildKit(source, index, image);
  expect(more).toBeUndefined();
  if (piece === undefined) throw new Error('nothing found');
  const loaded = await loadPiece(source, piece, image);
  if (loaded === undefined) throw new Error('nothing loaded');
  const judgement = verifyImage(image, [loaded], {
    trustedRoot: instance.trustedRoot,
    now: later(0),
    attestations: [{ predicateType: provenance, by: [identity], threshold: 1 }],
  });
  expect(judgement.unmet.map(({ code }) => code)).toEqual(['no-signer']);
});
