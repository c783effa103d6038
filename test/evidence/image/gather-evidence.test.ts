// What an image's evidence is worth, in every format, and how few requests it takes to know.
import { describe, expect, test } from '@jest/globals';
import { gatherEvidence, loadCeiling } from '../../../src/evidence/image/gather-evidence.ts';
import type { ImagePolicy } from '../../../src/evidence/image/image-policy.ts';
import { bareKeyThresholds, strictThresholds } from '../../../src/evidence/verify/thresholds.ts';
import {
  attachBundle,
  attachLegacyAttestation,
  attachLegacySignature,
  attachReferrer,
  image,
  simplePayload,
} from '../forge/attach.ts';
import { day, later } from '../forge/instance.ts';
import { newPair } from '../forge/keys.ts';
import { type MemorySource, memorySource } from '../forge/memory-source.ts';
import { identity, instance, statement, stranger } from '../forge/scene.ts';
import { bytesOf, makeBundle, type Order } from '../forge/sign.ts';

const cosignSign = 'https://sigstore.dev/cosign/sign/v1';
const vsa = 'https://slsa.dev/verification_summary/v1';
const quarantine = 'application/vnd.seaworthy.quarantine.v1+json';
const spdx = 'https://spdx.dev/Document';
const someoneElse = 'https://github.com/evil/web/.github/workflows/x.yml@refs/heads/main';

const base = { trustedRoot: instance.trustedRoot, now: later(day) };
const signed: ImagePolicy = { ...base, signatures: { by: [identity], threshold: 1 } };
const attested: ImagePolicy = {
  ...base,
  attestations: [{ predicateType: spdx, by: [identity], threshold: 1 }],
};

function bundle(type: string, predicate: unknown = {}, order: Partial<Order> = {}) {
  return makeBundle({ instance, ...order, content: { payload: statement(type, predicate) } });
}
const byEvil = { names: [{ kind: 'uri' as const, value: someoneElse }] };

async function judged(attach: (source: MemorySource) => void, policy: ImagePolicy) {
  const source = memorySource();
  attach(source);
  const judgement = await gatherEvidence(source, image, policy);
  return {
    said: judgement.kind === 'accepted' ? 'accepted' : judgement.unmet.map(({ code }) => code).join(' '),
    judgement,
    asked: source.asked,
  };
}

const bareKey = newPair();
const bareKeyPolicy: ImagePolicy = {
  ...base,
  signatures: { by: [{ kind: 'key', key: bareKey.publicKey }], threshold: 1 },
};

interface Row {
  readonly name: string;
  readonly attach: (source: MemorySource) => void;
  readonly policy: ImagePolicy;
  readonly said: string;
}

const rows: readonly Row[] = [
  {
    name: 'a bundle as signature',
    attach: (s) => attachBundle(s, bundle(cosignSign)),
    policy: signed,
    said: 'accepted',
  },
  {
    name: 'a legacy signature',
    attach: (s) => attachLegacySignature(s, [simplePayload(image)]),
    policy: signed,
    said: 'accepted',
  },
  {
    name: 'a legacy attestation',
    attach: (s) => attachLegacyAttestation(s, statement(spdx, {}), spdx),
    policy: attested,
    said: 'accepted',
  },
  {
    name: 'a bundle by somebody else and a legacy signature by the right one',
    attach: (s) => {
      attachBundle(s, bundle(cosignSign, {}, byEvil));
      attachLegacySignature(s, [simplePayload(image)]);
    },
    policy: signed,
    said: 'accepted',
  },
  {
    name: 'a legacy signature by somebody else and a bundle by the right one',
    attach: (s) => {
      attachBundle(s, bundle(cosignSign));
      attachLegacySignature(s, [simplePayload(image)], byEvil);
    },
    policy: signed,
    said: 'accepted',
  },
  {
    name: 'both by somebody else',
    attach: (s) => {
      attachBundle(s, bundle(cosignSign, {}, byEvil));
      attachLegacySignature(s, [simplePayload(image)], byEvil);
    },
    policy: signed,
    said: 'identity',
  },
  {
    name: 'a legacy signature with a timestamp in place of a log',
    attach: (s) => attachLegacySignature(s, [simplePayload(image)], { logs: [], stampedAt: later(1000) }),
    policy: { ...signed, thresholds: { ...strictThresholds, logEntries: 0 } },
    said: 'accepted',
  },
  {
    name: 'a legacy signature by a key without any log, where that is allowed',
    attach: (s) => attachLegacySignature(s, [simplePayload(image)], { logs: [], key: bareKey }),
    policy: { ...bareKeyPolicy, keyThresholds: bareKeyThresholds },
    said: 'accepted',
  },
  {
    name: 'a legacy signature by a key without any log, where nothing was said',
    attach: (s) => attachLegacySignature(s, [simplePayload(image)], { logs: [], key: bareKey }),
    policy: bareKeyPolicy,
    said: 'time',
  },
  { name: 'nothing', attach: () => undefined, policy: signed, said: 'missing' },
  {
    name: 'a dropped policy option: a policy that asks for nothing accepts nothing',
    attach: (s) => attachBundle(s, bundle(cosignSign)),
    policy: base,
    said: 'missing',
  },
  {
    name: 'CVE-2022-35929 (cosign): an attestation is no signature, not even one that says PASSED',
    attach: (s) => attachBundle(s, bundle(vsa, { verificationResult: 'FAILED' })),
    policy: signed,
    said: 'predicate-type',
  },
  {
    name: 'an attestation that is listed as a signature',
    attach: (s) => attachBundle(s, bundle(vsa), { predicateType: cosignSign }),
    policy: signed,
    said: 'predicate-type',
  },
  {
    name: 'a legacy attestation whose annotation names another type',
    attach: (s) => attachLegacyAttestation(s, statement(vsa, {}), spdx),
    policy: attested,
    said: 'predicate-type',
  },
  {
    name: 'CVE-2022-47633 (kyverno): a legacy signature of another image',
    attach: (s) => attachLegacySignature(s, [simplePayload(`sha256:${'1'.repeat(64)}`)]),
    policy: signed,
    said: 'digest',
  },
  {
    name: 'a legacy payload that signs something else than an image',
    attach: (s) => attachLegacySignature(s, [simplePayload(image, 'atomic container signature')]),
    policy: signed,
    said: 'payload-type',
  },
  {
    name: 'CVE-2022-23649 (cosign): a legacy signature whose log entry nobody vouches for',
    attach: (s) =>
      attachLegacySignature(s, [simplePayload(image)], {}, (annotations) => ({
        ...annotations,
        'dev.sigstore.cosign/bundle': (annotations['dev.sigstore.cosign/bundle'] ?? '').replace(
          /"integratedTime":(\d+)/,
          (_, seconds) => `"integratedTime":${Number(seconds) + 1}`,
        ),
      })),
    policy: signed,
    said: 'log-proof',
  },
  {
    name: 'a legacy signature without log entry',
    attach: (s) =>
      attachLegacySignature(s, [simplePayload(image)], {}, (annotations) => ({
        ...annotations,
        'dev.sigstore.cosign/bundle': '',
      })),
    policy: signed,
    said: 'time',
  },
  {
    name: 'a legacy layer with two certificates to choose from',
    attach: (s) =>
      attachLegacySignature(s, [simplePayload(image)], {}, (annotations) => ({
        ...annotations,
        'dev.sigstore.cosign/certificate': (annotations['dev.sigstore.cosign/certificate'] ?? '').repeat(2),
      })),
    policy: signed,
    said: 'malformed',
  },
  {
    name: 'a legacy signature with a chain of its own',
    attach: (s) => attachLegacySignature(s, [simplePayload(image)], { instance: stranger }),
    policy: signed,
    said: 'chain',
  },
  {
    name: 'CVE-2023-33959 (notation): evidence that is attached to another image',
    attach: (s) => {
      const entry = attachBundle(s, bundle(cosignSign), { subject: `sha256:${'2'.repeat(64)}` });
      s.list(image, entry);
    },
    policy: signed,
    said: 'malformed',
  },
  {
    name: 'a bundle in the manifest that is not the one that the manifest names',
    attach: (s) => {
      const data = bytesOf(bundle(cosignSign)).toString('base64');
      attachBundle(s, bundle(cosignSign, {}, byEvil), { layer: { data } });
    },
    policy: signed,
    said: 'malformed',
  },
  {
    name: 'CVE-2023-33958 (notation): evidence without end',
    attach: (s) => attachBundle(s, bundle(cosignSign), { inline: false, layer: { size: 1e12 } }),
    policy: signed,
    said: 'ceiling',
  },
  {
    name: 'one signer twice, in both formats, where two are asked',
    attach: (s) => {
      attachBundle(s, bundle(cosignSign));
      attachLegacySignature(s, [simplePayload(image)]);
    },
    policy: { ...base, signatures: { by: [identity], threshold: 2 } },
    said: 'threshold',
  },
  {
    name: 'an image that its owner took out of use, well signed as it is',
    attach: (s) => {
      attachBundle(s, bundle(cosignSign));
      attachReferrer(s, quarantine);
    },
    policy: signed,
    said: 'quarantined',
  },
  {
    name: 'bundles that cosign 3 lists by the type of their empty configuration',
    attach: (s) => {
      const { digest, mediaType, size } = attachBundle(s, bundle(cosignSign), {
        subject: image,
        listed: false,
      });
      s.list(image, { digest, mediaType, size, artifactType: 'application/vnd.oci.empty.v1+json' });
    },
    policy: signed,
    said: 'accepted',
  },
  {
    name: 'a mark of an owner that is listed without its type',
    attach: (s) => {
      const { digest, mediaType, size } = attachReferrer(s, quarantine, false);
      s.list(image, { digest, mediaType, size });
      attachBundle(s, bundle(cosignSign));
    },
    policy: signed,
    said: 'quarantined',
  },
  {
    name: 'a signature that is older than is allowed',
    attach: (s) => attachBundle(s, bundle(cosignSign)),
    policy: { ...signed, now: later(9 * day), signatures: { by: [identity], threshold: 1, maxAge: 7 * day } },
    said: 'age',
  },
  {
    name: 'a policy that trusts nobody',
    attach: (s) => attachBundle(s, bundle(cosignSign)),
    policy: { ...base, signatures: { by: [], threshold: 0 } },
    said: 'no-signer',
  },
];

describe('an image', () => {
  test.each(rows.map((row) => [row.name, row] as const))('%s', async (_, row) => {
    expect((await judged(row.attach, row.policy)).said).toBe(row.said);
  });

  test('who attaches endlessly hides nothing for ever: the fetching has an end', async () => {
    const flood = 4 * loadCeiling;
    const { judgement, asked } = await judged((s) => {
      for (let at = 0; at < flood; at += 1) attachBundle(s, bundle(cosignSign, { at }, byEvil));
    }, signed);
    expect(judgement.kind).toBe('rejected');
    expect(asked.length).toBeLessThanOrEqual(loadCeiling * 2 + 4);
  });

  test('two different signers out of three', async () => {
    const [one, two] = [newPair(), newPair()];
    const by = [one, two, newPair()].map(({ publicKey }) => ({ kind: 'key' as const, key: publicKey }));
    const policy = { ...base, signatures: { by, threshold: 2 } };
    const attach = (source: MemorySource) => {
      attachBundle(source, bundle(cosignSign, {}, { key: one }));
      attachBundle(source, bundle(cosignSign, {}, { key: two }));
    };
    expect((await judged(attach, policy)).said).toBe('accepted');
  });

  test('the reason is that of the piece that came furthest, whichever was attached first', async () => {
    const stale: ImagePolicy = {
      ...base,
      now: later(90 * day),
      signatures: { by: [identity], threshold: 1, maxAge: day },
    };
    for (const order of [
      [{}, byEvil],
      [byEvil, {}],
    ]) {
      const { judgement } = await judged((s) => {
        for (const by of order) attachBundle(s, bundle(cosignSign, {}, by));
      }, stale);
      expect(judgement.unmet).toMatchObject([
        { code: 'age', message: expect.stringContaining('(and 1 more that do not count)') },
      ]);
    }
  });

  test('a Notation signature is present and not evaluated, never unsigned', async () => {
    const { judgement } = await judged(
      (source) => attachReferrer(source, 'application/vnd.cncf.notary.signature'),
      signed,
    );
    expect(judgement.rejected.map(({ code, message }) => [code, message])).toEqual([
      ['not-evaluated', 'Notation signature: present, not evaluated'],
    ]);
  });

  test('one signature and one attestation among six take four requests', async () => {
    const { asked, said } = await judged(
      (source) => {
        attachBundle(source, bundle(cosignSign), { predicateType: cosignSign });
        for (const type of [spdx, 'a', 'b', 'c', 'd'])
          attachBundle(source, bundle(type), { predicateType: type });
      },
      { ...signed, ...attested },
    );
    expect(said).toBe('accepted');
    expect(asked).toEqual(['referrers', 'fallback tag', 'manifest', 'manifest']);
  });

  test("others' bundles take two requests each", async () => {
    const { asked } = await judged(
      (source) => attachBundle(source, bundle(cosignSign), { predicateType: cosignSign, inline: false }),
      signed,
    );
    expect(asked).toEqual(['referrers', 'fallback tag', 'manifest', 'blob']);
  });
});
