// sigstore-python as a judge of our keyless bundles: believes each for its image and identity, and for no other.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { signStatement } from '../../src/evidence/sign/dsse-bundle.ts';
import { parseIdentityToken } from '../../src/evidence/sign/identity-token.ts';
import { keylessSigner } from '../../src/evidence/sign/keyless.ts';
import { statementBytes } from '../../src/evidence/statements/statement.ts';
import { signingServices } from '../../src/run/evidence/signing-services.ts';
import type { Digest } from '../../src/terms/digest.ts';
import { client } from '../evidence/publish/cleared.ts';
import { type PrivateSigstore, startPrivateSigstore } from '../servers/sigstore/private-sigstore.ts';
import { fulcio } from '../tools/fulcio.ts';
import { lacks } from '../tools/lacks.ts';
import { rekor } from '../tools/rekor.ts';
import { sigstorePython } from '../tools/sigstore-python.ts';
import { toolPath } from '../tools/tool.ts';

const ready = !lacks(sigstorePython, fulcio, rekor);
const suite = ready ? describe : describe.skip;
const folder = mkdtempSync(join(tmpdir(), 'seaworthy-python-'));
const digest: Digest = `sha256:${'a'.repeat(64)}`;
let sigstore: PrivateSigstore;

beforeAll(async () => {
  if (!ready) return;
  sigstore = await startPrivateSigstore();
  const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
  const config = {
    mediaType: 'application/vnd.dev.sigstore.clienttrustconfig.v0.1+json',
    trustedRoot: json(sigstore.trustedRoot),
    signingConfig: json(sigstore.signingConfig),
  };
  writeFileSync(join(folder, 'trust.json'), JSON.stringify(config));
  const random = { bytes: (length: number) => Buffer.alloc(length, 7) };
  const outside = { client, clock: { now: () => new Date() }, random };
  const services = signingServices({ configFile: sigstore.signingConfig, disclose: false }, true, outside);
  if (services.fulcio === undefined) throw new Error('no authority');
  const signer = await keylessSigner(client, services.fulcio, parseIdentityToken(sigstore.issuer.token()));
  const claim = { predicateType: 'https://slsa.dev/verification_summary/v1', predicate: {} };
  const payload = statementBytes({ name: 'registry.test/acme/web', digest }, claim);
  const { bytes } = await signStatement(payload, signer, services.witnesses.bundle);
  writeFileSync(join(folder, 'bundle.json'), bytes);
});
afterAll(async () => {
  client.close();
  await sigstore?.stop();
});

function judge(identity: string, of: string): Promise<{ readonly ok: boolean; readonly text: string }> {
  const args = [
    ...['--trust-config', join(folder, 'trust.json'), 'verify', 'identity', '--offline'],
    ...['--bundle', join(folder, 'bundle.json'), '--cert-oidc-issuer', sigstore.issuer.url],
    ...['--cert-identity', identity, of],
  ];
  const env = { PATH: process.env.PATH ?? '', HOME: folder };
  return new Promise((done) => {
    execFile(toolPath(sigstorePython), args, { env, timeout: 60_000 }, (error, stdout, stderr) => {
      done({ ok: error === null, text: `${stdout}${stderr}`.slice(-1500) });
    });
  });
}

suite('sigstore-python', () => {
  test('believes it for its image and identity', async () => {
    expect(await judge(sigstore.issuer.subject, digest)).toMatchObject({ ok: true });
  });
  test('not for another image', async () => {
    expect(await judge(sigstore.issuer.subject, `sha256:${'b'.repeat(64)}`)).toMatchObject({ ok: false });
  });
  test('not for another identity', async () => {
    expect(await judge('https://github.com/evil/web', digest)).toMatchObject({ ok: false });
  });
});
