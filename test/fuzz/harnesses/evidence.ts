// Damaged bundles, statements and legacy layers: a typed reason or the same verdict, never an exception.
import { verifyImage } from '../../../src/evidence/image/verify-image.ts';
import { rejectionCodes } from '../../../src/evidence/verify/rejection.ts';
import { verifyBundle } from '../../../src/evidence/verify/verify-bundle.ts';
import { image, simplePayload } from '../../evidence/forge/attach.ts';
import { later } from '../../evidence/forge/instance.ts';
import { attestPayload, goodCheck, identity, instance, signArtifact } from '../../evidence/forge/scene.ts';
import { bytesOf, makeBundle } from '../../evidence/forge/sign.ts';
import { damage, dice, type Harness } from '../harness.ts';

const signed = bytesOf(makeBundle(signArtifact));
const attested = bytesOf(makeBundle(attestPayload));
const second = bytesOf(makeBundle({ ...signArtifact, entry: 'v2' }));
const payload = simplePayload(image);
const descriptor = { mediaType: 'application/octet-stream', digest: image, size: 1 };
const policy = {
  trustedRoot: instance.trustedRoot,
  now: later(0),
  signatures: { by: [identity], threshold: 1 },
};

export const harness: Harness = {
  name: 'evidence',
  async run(seed) {
    const random = dice(seed);
    const bytes = damage(random.pick([signed, attested, second]), random);
    const result = verifyBundle(bytes, goodCheck);
    if (result.kind === 'rejected' && !rejectionCodes.includes(result.code)) throw new Error(result.code);

    const text = damage(signed, random).toString('latin1');
    const annotations = {
      'dev.cosignproject.cosign/signature': random.pick(['', 'AAAA', '!', text]),
      'dev.sigstore.cosign/certificate': random.pick(['', text, '-----BEGIN CERTIFICATE-----\nAAAA\n']),
      'dev.sigstore.cosign/bundle': random.pick(['', '{}', text]),
      'dev.sigstore.cosign/rfc3161timestamp': random.pick(['', '{}', text]),
    };
    const legacy = random.chance(0.5) ? damage(payload, random) : payload;
    const judgement = verifyImage(
      image,
      [{ piece: { kind: 'legacy-signature', layer: descriptor, annotations }, bytes: legacy }],
      policy,
    );
    if (judgement.kind === 'accepted') throw new Error('a damaged legacy signature was accepted');
  },
};
