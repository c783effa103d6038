// cosign as a process: how each version is asked to sign and to verify against the private sigstore.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PrivateSigstore } from '../servers/sigstore/private-sigstore.ts';
import { cosign2, cosign3 } from '../tools/sigstore-clients.ts';
import { toolPath } from '../tools/tool.ts';

export type Version = 2 | 3;
export type Identity = 'key' | 'keyless';
export type Format = 'legacy' | 'bundle';

export interface Ended {
  readonly ok: boolean;
  readonly text: string;
}

export interface Cosign {
  readonly folder: string;
  sign(version: Version, identity: Identity, format: Format, image: string): Promise<Ended>;
  verify(version: Version, identity: Identity, format: Format, image: string): Promise<Ended>;
  /** An attestation by the key; `predicate`: JSON. */
  attest(version: Version, format: Format, image: string, type: string, predicate: object): Promise<Ended>;
  verifyAttestation(version: Version, format: Format, image: string, type: string): Promise<Ended>;
}

/** `privateKey`, `publicKey`: PEM. */
export function openCosign(sigstore: PrivateSigstore, privateKey: string, publicKey: string): Cosign {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-cosign-'));
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const pem = file('plain.pem', privateKey);
  const pub = file('key.pub', publicKey);
  const imported = join(folder, 'imported');
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    COSIGN_PASSWORD: 'pass',
    COSIGN_YES: 'true',
    SIGSTORE_ROOT_FILE: sigstore.fulcioRoot,
    SIGSTORE_CT_LOG_PUBLIC_KEY_FILE: sigstore.certificateLogKey,
  };
  const run = (version: Version, args: readonly string[]): Promise<Ended> =>
    new Promise((resolve) => {
      const program = toolPath(version === 2 ? cosign2 : cosign3);
      execFile(program, [...args], { cwd: folder, env, timeout: 60_000 }, (error, stdout, stderr) => {
        resolve({ ok: error === null, text: `${stdout}${stderr}`.slice(-1500) });
      });
    });
  let ready: Promise<Ended> | undefined;
  const prepare = (): Promise<Ended> => {
    mkdirSync(folder, { recursive: true });
    ready ??= run(3, ['import-key-pair', '--key', pem, '--output-key-prefix', imported, '--yes']);
    return ready;
  };
  return {
    folder,
    async sign(version, identity, format, image) {
      const made = await prepare();
      if (!made.ok) return made;
      const who =
        identity === 'key'
          ? ['--key', `${imported}.key`]
          : [
              '--identity-token',
              file('token', sigstore.issuer.token()),
              ...(version === 2 || format === 'legacy' ? ['--fulcio-url', sigstore.fulcio] : []),
            ];
      const unlogged = [
        '--tlog-upload=false',
        ...(identity === 'keyless' ? ['--timestamp-server-url', sigstore.tsa] : []),
      ];
      const what =
        version === 2
          ? unlogged
          : format === 'bundle'
            ? ['--signing-config', sigstore.signingConfig, '--trusted-root', sigstore.trustedRoot]
            : ['--use-signing-config=false', '--new-bundle-format=false', ...unlogged];
      return run(version, ['sign', '--yes', ...who, ...what, '--allow-http-registry', image]);
    },
    async attest(version, format, image, type, predicate) {
      const made = await prepare();
      if (!made.ok) return made;
      const what =
        version === 2
          ? ['--tlog-upload=false']
          : format === 'bundle'
            ? ['--signing-config', sigstore.signingConfig, '--trusted-root', sigstore.trustedRoot]
            : ['--use-signing-config=false', '--new-bundle-format=false', '--tlog-upload=false'];
      const claim = ['--predicate', file('predicate.json', JSON.stringify(predicate)), '--type', type];
      const key = ['--yes', '--key', `${imported}.key`];
      return run(version, ['attest', ...key, ...what, ...claim, '--allow-http-registry', image]);
    },
    verifyAttestation(version, format, image, type) {
      const roots = format === 'bundle' ? ['--trusted-root', sigstore.trustedRoot] : [];
      const flags = version === 2 && format === 'bundle' ? ['--new-bundle-format'] : [];
      const key = ['--key', pub, '--insecure-ignore-tlog=true', '--type', type];
      return run(version, ['verify-attestation', ...key, ...roots, ...flags, '--allow-http-registry', image]);
    },
    verify(version, identity, format, image) {
      const who =
        identity === 'key'
          ? ['--key', pub, '--insecure-ignore-tlog=true']
          : [
              '--certificate-identity',
              sigstore.issuer.subject,
              '--certificate-oidc-issuer',
              sigstore.issuer.url,
              '--use-signed-timestamps',
            ];
      const roots =
        version === 3 && !(identity === 'key' && format === 'legacy')
          ? ['--trusted-root', sigstore.trustedRoot]
          : identity === 'keyless'
            ? ['--timestamp-certificate-chain', sigstore.tsaChain]
            : [];
      // Rekor v2 makes no promise that the legacy annotations could carry.
      const log = identity === 'keyless' && format === 'legacy' ? ['--insecure-ignore-tlog=true'] : [];
      const flags = version === 2 && format === 'bundle' ? ['--new-bundle-format'] : [];
      return run(version, ['verify', ...who, ...roots, ...log, ...flags, '--allow-http-registry', image]);
    },
  };
}
