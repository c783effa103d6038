// The stack gate on a change: whose policy decides, and whose keys.
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { rules } from '../../policy-pack/rules/registry.ts';
import { openOutside } from '../../src/run/outside.ts';
import { gateStackInWorkflow } from '../../src/run/stack-action.ts';
import { readEnvironment } from '../../src/terms/environment.ts';

const work = mkdtempSync(join(tmpdir(), 'seaworthy-stack-action-'));
const now = new Date('2026-11-25T00:00:00Z');
const quiet = (): void => undefined;
const outside = openOutside({
  environment: readEnvironment({ SEAWORTHY_HOME: work, DOCKER_CONFIG: work }),
  clock: { now: () => now },
  log: { debug: quiet, info: quiet, warn: quiet, progress: quiet },
  random: { bytes: (length) => new Uint8Array(length) },
  layerCache: false,
});
afterAll(() => {
  outside.close();
  rmSync(work, { recursive: true, force: true });
});

const pods = join(work, 'pod.yaml');
writeFileSync(
  pods,
  'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { hostPID: true, containers: [{ name: a, image: "127.0.0.1:1/a:1" }] }\n',
);
const off = [...new Set(rules.map(({ id }) => `${id.split('/', 1)[0]}/*: off`))].join(', ');
const strict = `version: 1\nstack: { rules: { ${off}, pod-security/host-namespaces: block } }\n`;
const lax = `version: 1\nstack: { rules: { ${off} } }\n`;

function judge(base: string | undefined, head: string, firstRun = false) {
  const side = (text: string) => ({ file: 'seaworthy.yaml', text });
  const policy = {
    kind: 'base' as const,
    base: base === undefined ? undefined : side(base),
    head: side(head),
    firstRun,
  };
  return gateStackInWorkflow({ paths: [pods], policy, asOf: now, directory: work }, outside);
}

test('the base branch’s policy decides, whatever the change writes into its own', async () => {
  expect((await judge(strict, lax)).verdict?.merge).toBe('fail');
  expect((await judge(lax, strict)).verdict?.merge).toBe('pass');
  expect((await judge(undefined, lax)).verdict?.merge).toBe('fail');
  expect((await judge(undefined, lax, true)).verdict?.merge).toBe('pass');
});

test('a change of the stack’s part of the policy is previewed: verdict, rules, what blocks here, other keys', async () => {
  const { verdict, warnings } = await judge(strict, lax);
  expect(verdict?.merge).toBe('fail');
  expect(warnings.filter((one) => one.startsWith('This change would '))).toEqual([
    'This change would turn the stack’s merge verdict from fail to pass.',
    'This change would turn the stack’s certificate verdict from fail to pass.',
    'This change would turn the rule pod-security/host-namespaces from block to off.',
    'This change would keep 1 finding of pod-security/host-namespaces in this stack from blocking.',
  ]);
  expect((await judge(lax, strict)).warnings).toContain(
    'This change would let 1 finding of pod-security/host-namespaces in this stack block.',
  );
  const other = strict.replace('pod-security/host-namespaces: block', 'network/default-deny: block');
  expect((await judge(strict, other)).warnings.filter((one) => one.includes('turn the rule'))).toEqual([
    'This change would turn the rule pod-security/host-namespaces from block to off.',
    'This change would turn the rule network/default-deny from off to block.',
  ]);
  const observing = strict.replace('stack:', 'images: { consider: observe }\nstack:');
  expect((await judge(strict, observing)).warnings).toContainEqual(
    expect.stringMatching(/^This change would loosen images.consider/),
  );
  const egress = strict.replace('rules:', 'egress: { allow: ["10.0.0.0/8:5432"] }, rules:');
  expect((await judge(strict, egress)).warnings).toContain('This change would alter stack.egress.');
  expect((await judge(strict, strict)).warnings.join()).not.toContain('This change');
});

test('a waiver that the change brings is named, and one that is wrong is said and stops nobody', async () => {
  const finding = (await judge(strict, strict)).findings[0];
  const waiver = (subject: string): string =>
    `${strict}waivers:\n  - { rule: pod-security/host-namespaces, subject: ${JSON.stringify(subject)}, reason: r, owner: "@a", expires: 2026-12-24 }\n`;
  const { verdict, warnings } = await judge(strict, waiver(finding?.subject ?? ''));
  expect(verdict?.merge).toBe('fail');
  expect(warnings).toContainEqual(
    expect.stringMatching(/^This change would waive pod-security\/host-namespaces in .* until 2026-12-24/),
  );
  const wrong = await judge(strict, `${strict}nonsense: 1\n`);
  expect(wrong.verdict?.merge).toBe('fail');
  expect(wrong.warnings).toContainEqual(expect.stringMatching(/^The policy of this change is wrong/));
});

test('a key that the change could swap is refused; one in the policy is not', async () => {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  writeFileSync(join(work, 'key.pub'), pem);
  const asks = (key: string): string =>
    `version: 1\nstack: { certificate: { verifier: v, signedBy: { key: ${JSON.stringify(key)} } }, rules: { ${off}, images/certificate: block } }\n`;
  await expect(judge(asks('key.pub'), lax)).rejects.toThrow(/which the change under judgement/);
  expect((await judge(asks(pem), lax)).verdict?.merge).toBe('incomplete');
}, 60_000);

test('a Helm release is judged by what it was rendered to', async () => {
  const release = join(work, 'release.json');
  const urn = 'urn:pulumi:dev::shop::kubernetes:helm.sh/v3:Release::web';
  const type = 'kubernetes:helm.sh/v3:Release';
  const resources = [{ urn, type, custom: true, inputs: { name: 'web' }, outputs: {} }];
  writeFileSync(release, JSON.stringify({ version: 3, deployment: { resources } }));
  const policy = { kind: 'file' as const, file: { file: 'seaworthy.yaml', text: strict } };
  const gate = (rendered: readonly string[]) =>
    gateStackInWorkflow({ paths: [release], rendered, policy, asOf: now, directory: work }, outside);
  expect((await gate([])).findings.map(({ rule }) => rule)).not.toContain('pod-security/host-namespaces');
  expect((await gate([`web=${pods}`])).findings.map(({ rule }) => rule)).toContain(
    'pod-security/host-namespaces',
  );
});
