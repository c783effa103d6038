// A run waits for a log that is out for minutes, once for all its witnesses, and not for what waiting cannot help.
import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { patientWitnesses } from '../../../src/evidence/sign/patience.ts';
import { privateKey } from '../../../src/evidence/sign/pem-key.ts';
import type { SignedBytes, Witness } from '../../../src/evidence/sign/witness.ts';
import { OutsideError } from '../../../src/terms/errors.ts';

const signed: SignedBytes = {
  bytes: Buffer.alloc(1),
  hash: 'sha256',
  signature: Buffer.alloc(1),
  signer: { key: privateKey(generateKeyPairSync('ed25519').privateKey) },
};

function scene(failures: number, retryable = true) {
  let [left, slept] = [failures, 0];
  const said: string[] = [];
  const witness: Witness = {
    async testify() {
      left -= 1;
      if (left >= 0) throw new OutsideError('server', 'the log is out', 'Wait.', { retryable });
      return { entries: [], timestamps: [] };
    },
  };
  const patience = {
    sleep: async (wait: number) => {
      slept += wait;
    },
    note: (message: string) => said.push(message),
  };
  const { bundle, legacy } = patientWitnesses({ bundle: [witness], legacy: [witness] }, patience);
  const ask = async () => {
    for (const one of [...bundle, ...legacy]) await one.testify(signed);
  };
  return { ask, said, minutes: () => slept / 60_000 };
}

test('minutes are waited for, and each wait is told', async () => {
  const { ask, said, minutes } = scene(6);
  await ask();
  expect(minutes()).toBeGreaterThan(3);
  expect(said).toHaveLength(6);
  expect(said[0]).toBe('the log is out: asked again in 5 s');
});

test('never longer than half of the time that a certificate is good for', async () => {
  const { ask, minutes } = scene(Number.POSITIVE_INFINITY);
  await expect(ask()).rejects.toMatchObject({ kind: 'outside', message: 'the log is out' });
  expect(minutes()).toBeLessThan(5);
  await expect(ask()).rejects.toMatchObject({ kind: 'outside' });
  expect(minutes()).toBeLessThan(5);
});

test('what waiting cannot help is not waited for', async () => {
  const { ask, said } = scene(1, false);
  await expect(ask()).rejects.toMatchObject({ kind: 'outside' });
  expect(said).toEqual([]);
});
