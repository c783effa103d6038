// The certificates of images under the real Pulumi CLI: refused without, stale, failed, of another digest or signer; a good one accepted.
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { rules } from '../../policy-pack/rules/registry.ts';
import { openLayout } from '../../src/oci/layout-repository.ts';
import type { Digest } from '../../src/terms/digest.ts';
import { type Attest, attach, newSigner, putImage, summary } from '../run/evidence/certified.ts';
import { openPulumi, type PulumiPlace } from '../servers/pulumi/cli.ts';
import { dist } from './built.ts';

const root = resolve(import.meta.dirname, '../..');
const pack = join(dist, 'policy-pack/seaworthy-policy-pack');
const name = 'registry.example/shop/app';
const [today, fresh, stale] = ['2026-11-25', '2026-11-24T00:00:00Z', '2026-11-01T00:00:00Z'];
const [us, stranger] = [newSigner(), newSigner()];
const off = [...new Set(rules.map(({ id }) => `${id.split('/', 1)[0]}/*: off`))].join(', ');
const policy = `version: 1
stack:
  certificate: { signedBy: { key: key.pub }, verifier: urn:seaworthy:gate, minimumGrade: B, maxAge: 7d, stage: prod, from: layouts }
  rules: { ${off}, images/certificate: block }
`;

interface Certificate {
  readonly what: string;
  readonly order?: Partial<Attest>;
  /** What the pack says; absent: it is accepted. */
  readonly refused?: string;
}

const good = summary(name, fresh);
const cases: readonly Certificate[] = [
  { what: 'no certificate', refused: 'carries no certificate' },
  { what: 'a stale one', order: { predicate: summary(name, stale) }, refused: '(age)' },
  {
    what: 'one that failed',
    order: { predicate: summary(name, fresh, { verificationResult: 'FAILED' }) },
    refused: '(verification-result)',
  },
  {
    what: 'one of another digest',
    order: { predicate: good, about: `sha256:${'e'.repeat(64)}` },
    refused: '(subject)',
  },
  { what: 'one of another signer', order: { predicate: good, by: stranger }, refused: '(signature)' },
  { what: 'a good one', order: { predicate: good } },
];

describe('an image in a preview with', () => {
  let place: PulumiPlace;
  beforeAll(() => {
    place = openPulumi(join(root, 'test/e2e/programs/shipped'), { SEAWORTHY_AS_OF: today });
    place.write('seaworthy.yaml', policy);
    place.write('key.pub', us.publicKey);
  });
  afterAll(() => place.remove());

  async function image(index: number, order: Certificate['order']): Promise<Digest> {
    const layout = await openLayout(join(place.directory, 'layouts', `image-${index}`), { create: true });
    const digest = await putImage(layout, '1', `content ${index}`);
    if (order !== undefined) await attach(layout, digest, { name, by: us, predicate: good, ...order });
    return digest;
  }

  test.each(cases.map((one, index) => [one.what, index, one] as const))('%s', async (_what, index, one) => {
    const digest = await image(index, one.order);
    expect(place.run('config', 'set', 'image', `${name}@${digest}`).code).toBe(0);
    const { output, code } = place.run('preview', '--policy-pack', pack);
    if (one.refused === undefined) {
      expect(output).not.toContain('[mandatory]');
      expect(code).toBe(0);
      return;
    }
    expect(output).toMatch(/\[mandatory\].*images-certificate/);
    expect(output).toContain(one.refused);
    expect(code).not.toBe(0);
  });

  test('a registry that does not answer: unknown, which is no pass', () => {
    place.write('seaworthy.yaml', policy.replace('from: layouts', 'from: registry'));
    const unreachable = `127.0.0.1:1/shop/app@sha256:${'a'.repeat(64)}`;
    place.run('config', 'set', 'image', unreachable);
    const { output, code } = place.run('preview', '--policy-pack', pack);
    expect(output).toMatch(/\[mandatory\].*images-certificate/);
    expect(output).toContain('cannot be judged');
    expect(code).not.toBe(0);
  });
});
