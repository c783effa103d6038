// The first entry of a log has the index 0 and a proof without hashes: both are spelled out, or sigstore-python reads no bundle.
import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { signStatement } from '../../../src/evidence/sign/dsse-bundle.ts';
import { privateKey } from '../../../src/evidence/sign/pem-key.ts';
import type { Witness } from '../../../src/evidence/sign/witness.ts';

const witness: Witness = {
  testify: async () => ({
    timestamps: [],
    entries: [
      {
        logIndex: '0',
        logId: { keyId: Buffer.alloc(32, 1) },
        kindVersion: { kind: 'hashedrekord', version: '0.0.2' },
        integratedTime: '0',
        inclusionPromise: undefined,
        inclusionProof: {
          logIndex: '0',
          rootHash: Buffer.alloc(32, 2),
          treeSize: '1',
          hashes: [],
          checkpoint: { envelope: 'x' },
        },
        canonicalizedBody: Buffer.from('{}'),
      },
    ],
  }),
};

test('of a log is written with its index and an empty list of hashes', async () => {
  const signer = { key: privateKey(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey) };
  const { bytes } = await signStatement(Buffer.from('{}'), signer, [witness]);
  const [entry] = JSON.parse(bytes.toString()).verificationMaterial.tlogEntries;
  expect(entry).toMatchObject({
    logIndex: '0',
    inclusionProof: { logIndex: '0', hashes: [], treeSize: '1' },
  });
});
