// No image of a stack passes without a certificate that counts: what is refused, what is accepted, what is not known.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { rules } from '../../../policy-pack/rules/registry.ts';
import { quarantine } from '../../../src/evidence/publish/quarantine.ts';
import { effectivePolicy } from '../../../src/gate/effective-policy.ts';
import { parsePolicy } from '../../../src/gate/policy-file.ts';
import { openLayout } from '../../../src/oci/layout-repository.ts';
import { noCredentials } from '../../../src/oci/registry/credentials.ts';
import { parsing } from '../../../src/run/policy/parsing.ts';
import { quarantineImage } from '../../../src/run/quarantine.ts';
import { openImageDesk } from '../../../src/run/stack/evidence.ts';
import { gateStack } from '../../../src/run/stack.ts';
import type { Digest } from '../../../src/terms/digest.ts';
import { outside } from '../../e2e/evidence-outside.ts';
import { client, placeIndex, repositoryAt } from '../../evidence/publish/cleared.ts';
import { startRegistry } from '../../oci/loopback-registry.ts';
import { attach, bundleOf, newSigner, putImage, signatureType, summary } from '../evidence/certified.ts';

const work = mkdtempSync(join(tmpdir(), 'seaworthy-stack-evidence-'));
afterAll(() => {
  client.close();
  rmSync(work, { recursive: true, force: true });
});

const quiet = (): void => undefined;
const now = new Date('2026-11-25T00:00:00Z');
const fresh = '2026-11-24T00:00:00Z';
const us = newSigner();
const stranger = newSigner();
const indented = (pem: string): string => pem.trim().replaceAll('\n', '\n        ');

const allOff = [...new Set(rules.map(({ id }) => `${id.split('/', 1)[0]}/*: off`))].join(', ');

function policyText(more = '', rest = ''): string {
  return `version: 1
stack:
  rules: { ${allOff}, images/certificate: block, images/signature: block, pod-security/effective-root: block }
  certificate:
    signedBy:
      key: |
        ${indented(us.publicKey)}
    verifier: urn:seaworthy:gate
    minimumGrade: B
    maxAge: 7d
    stage: prod
${more}${rest}`;
}

let runs = 0;
async function gate(image: string, policy: string, deadline?: number) {
  runs += 1;
  const file = join(work, `pod-${runs}.yaml`);
  writeFileSync(
    file,
    ['a', 'b']
      .map(
        (name) =>
          `apiVersion: v1\nkind: Pod\nmetadata: { name: ${name} }\nspec: { containers: [{ name: a, image: "${image}" }] }\n`,
      )
      .join('---\n'),
  );
  const parsed = parsePolicy(policy, { ...parsing, file: 'seaworthy.yaml', now });
  const clock = { now: () => now };
  const desk = openImageDesk(
    {
      clock,
      home: work,
      log: { debug: quiet, info: quiet, warn: quiet, progress: quiet },
      registryOptions: { client, credentials: noCredentials, now: () => now.getTime() },
    },
    { directory: work, ...(deadline !== undefined && { deadline }) },
  );
  const { result } = await gateStack({ paths: [file], asOf: now }, effectivePolicy({ file: parsed }), desk);
  const told = new Set(result.findings.map(({ rule, message }) => `${rule}: ${message}`));
  return { merge: result.verdict?.merge, told: [...told].join('\n') };
}

describe('a registry', () => {
  const cases: readonly {
    readonly name: string;
    readonly order?: Partial<Parameters<typeof attach>[2]>;
    readonly predicate?: object;
    readonly time?: string;
    readonly code: string;
  }[] = [
    { name: 'a stale certificate', time: '2026-11-01T00:00:00Z', code: 'age' },
    { name: 'one that failed', predicate: { verificationResult: 'FAILED' }, code: 'verification-result' },
    { name: 'one of another digest', order: { about: `sha256:${'e'.repeat(64)}` }, code: 'subject' },
    { name: 'one of another signer', order: { by: stranger }, code: 'signature' },
    { name: 'one of another verifier', predicate: { verifier: { id: 'urn:x' } }, code: 'verifier' },
    { name: 'one of another image', predicate: { resourceUri: 'pkg:oci/x' }, code: 'resource' },
    {
      name: 'a grade below the minimum',
      predicate: { verifiedLevels: ['SEAWORTHY_GRADE_C'] },
      code: 'level',
    },
    { name: 'another stage', predicate: { seaworthy: { stage: 'test' } }, code: 'level' },
    {
      name: 'an end that has come',
      predicate: { seaworthy: { stage: 'prod', expires: fresh } },
      code: 'age',
    },
  ];

  test.each(cases)('$name is refused', async ({ order, predicate, time = fresh, code }) => {
    const registry = await startRegistry();
    const repository = repositoryAt(registry.host);
    const digest = await putImage(repository, '1', 'one');
    const name = `${registry.host}/acme/web`;
    await attach(repository, digest, { name, by: us, predicate: summary(name, time, predicate), ...order });
    const { merge, told } = await gate(`${name}:1@${digest}`, policyText());
    expect(merge).toBe('fail');
    expect(told).toContain(`no certificate that counts (${code})`);
    await registry.close();
  });

  test('no certificate is refused, a good one accepted, each digest asked for once', async () => {
    const registry = await startRegistry();
    const repository = repositoryAt(registry.host);
    const name = `${registry.host}/acme/web`;
    const digest = await putImage(repository, '1', 'one');
    const bare = await gate(`${name}:1@${digest}`, policyText());
    expect(bare).toMatchObject({ merge: 'fail', told: expect.stringContaining('carries no certificate') });
    await attach(repository, digest, { name, by: us, predicate: summary(name, fresh) });
    registry.requests.length = 0;
    expect(await gate(`${name}:1@${digest}`, policyText())).toEqual({ merge: 'pass', told: '' });
    const lines = registry.requests.map(({ line }) => line);
    expect(new Set(lines).size).toBe(lines.length);
    // By tag, it is the digest that the tag leads to now.
    expect((await gate(`${name}:1`, policyText())).merge).toBe('pass');
    const there = await repository.find(digest);
    if (there === undefined) throw new Error('the image is gone');
    await quarantine(repository, there, { reason: 'stolen key', by: '@acme/web', at: now });
    expect(await gate(`${name}:1@${digest}`, policyText())).toMatchObject({
      merge: 'fail',
      told: expect.stringContaining('quarantined'),
    });
    await registry.close();
  });

  test('a platform that was taken out of use stops the index that the stack names', async () => {
    const registry = await startRegistry();
    const repository = repositoryAt(registry.host);
    const name = `${registry.host}/acme/web`;
    const { index, images } = await placeIndex(repository, '1');
    await attach(repository, index, { name, by: us, predicate: summary(name, fresh) });
    const rooted = policyText().replace('effective-root: block', 'effective-root: off');
    expect(await gate(`${name}:1@${index}`, rooted)).toEqual({ merge: 'pass', told: '' });
    const note = { reason: 'stolen key', by: 'ops' };
    await quarantineImage(`${name}@${images[1]}`, note, { ...outside, clock: { now: () => now } });
    expect(await gate(`${name}:1@${index}`, rooted)).toMatchObject({
      merge: 'fail',
      told: expect.stringContaining('quarantined'),
    });
    await registry.close();
  });

  test('signatures count by who made them, and a certificate is none', async () => {
    const registry = await startRegistry();
    const repository = repositoryAt(registry.host);
    const name = `${registry.host}/acme/web`;
    const digest = await putImage(repository, '1', 'one');
    const policy = policyText(`  images:\n    signedBy:\n      key: |\n        ${indented(us.publicKey)}\n`);
    await attach(repository, digest, { name, by: us, predicate: summary(name, fresh) });
    const unsigned = await gate(`${name}:1@${digest}`, policy);
    expect(unsigned.told).toMatch(/^images\/signature: .*carries no signature/);
    await attach(repository, digest, { name, by: us, predicateType: signatureType, predicate: {} });
    expect((await gate(`${name}:1@${digest}`, policy)).merge).toBe('pass');
    await registry.close();
  });

  test('an image that runs as root is told by its configuration', async () => {
    const registry = await startRegistry();
    const repository = repositoryAt(registry.host);
    const name = `${registry.host}/acme/web`;
    const digest = await putImage(repository, '1', 'one', 'root:root');
    await attach(repository, digest, { name, by: us, predicate: summary(name, fresh) });
    const { merge, told } = await gate(`${name}:1@${digest}`, policyText());
    expect(merge).toBe('fail');
    expect(told).toContain('runs as its image’s user, root');
    await registry.close();
  });

  test.each([
    ['answers nothing but errors', 403, undefined, /403|denied|refused/],
    ['does not answer', 0, 300, /nothing came within 0\.3 s/],
  ])('one that %s makes the verdict incomplete, soon', async (_name, status, deadline, told) => {
    const registry = await startRegistry({
      before: (_request, response) => {
        if (status > 0) response.writeHead(status).end();
        return true;
      },
    });
    const answer = await gate(`${registry.host}/acme/web:1`, policyText(), deadline);
    expect(answer.merge).toBe('incomplete');
    expect(answer.told).toMatch(told);
    await registry.close();
  });
});

describe('without network', () => {
  const name = 'registry.example/acme/web';

  test('layouts in a folder hold the evidence', async () => {
    const folder = join(work, 'layouts');
    const repository = await openLayout(join(folder, 'web'), { create: true });
    const digest = await putImage(repository, '1', 'one');
    const policy = policyText('    from: layouts\n');
    expect((await gate(`${name}@${digest}`, policy)).merge).toBe('fail');
    await attach(repository, digest, { name, by: us, predicate: summary(name, fresh) });
    expect(await gate(`${name}@${digest}`, policy)).toEqual({ merge: 'pass', told: '' });
    // A bare tag in a layout may be any image's.
    expect((await gate(`${name}:1`, policy)).merge).toBe('incomplete');
  });

  test('bundles in a folder do, and those of other images do not', async () => {
    const folder = join(work, 'bundles');
    mkdirSync(folder);
    const digest: Digest = `sha256:${'a'.repeat(64)}`;
    const other: Digest = `sha256:${'b'.repeat(64)}`;
    const { bytes } = await bundleOf(digest, { name, by: us, predicate: summary(name, fresh) });
    writeFileSync(join(folder, 'web.sigstore.json'), bytes);
    const policy = policyText('    from: bundles\n').replace(
      'pod-security/effective-root: block',
      'images/digest: off',
    );
    expect((await gate(`${name}@${digest}`, policy)).merge).toBe('pass');
    expect((await gate(`${name}@${other}`, policy)).merge).toBe('fail');
  });

  test('a folder that holds nothing is the user’s mistake', async () => {
    mkdirSync(join(work, 'empty'));
    await expect(gate(`${name}:1`, policyText('    from: empty\n'))).rejects.toThrow(/neither OCI layouts/);
  });
});
