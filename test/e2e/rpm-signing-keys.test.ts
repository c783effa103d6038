// Whose keys rpm trusts and whose signed what is installed: databases that rpm wrote, keys of gpg, packages signed by rpmsign.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect } from '@jest/globals';
import { writeSmallImage } from '../cli/small-image.ts';
import { openCommandLine } from './command-line.ts';
import { run, testWith } from './packages-tools.ts';

// The socket of gpg's agent lies in this folder, and its path may have 107 bytes.
const folder = mkdtempSync('/tmp/sw-rpm-');
const keyring = join(folder, 'gnupg');
afterAll(() => {
  spawnSync('gpgconf', ['--homedir', keyring, '--kill', 'all']);
  rmSync(folder, { recursive: true, force: true });
});

const gpg = (...args: readonly string[]): string =>
  run('gpg', ['--homedir', keyring, '--batch', '--quiet', '--pinentry-mode', 'loopback', ...args]);

interface Key {
  readonly address: string;
  /** Armoured, as `rpm --import` takes it. */
  readonly file: string;
  readonly fingerprint: string;
}

function makeKey(name: string, algorithm: string): Key {
  const address = `${name}@packages.example`;
  gpg('--passphrase', '', '--quick-generate-key', `${name} <${address}>`, algorithm, 'sign', 'never');
  const file = join(folder, `${name}.asc`);
  writeFileSync(file, gpg('--armor', '--export', address));
  const [, fingerprint = ''] =
    /^fpr:+([0-9A-F]{40}):/m.exec(gpg('--with-colons', '--list-keys', address)) ?? [];
  return { address, file, fingerprint };
}

/** A package that calls itself the distribution's; without a key nobody signs it. */
function makePackage(name: string, key?: Key): string {
  const work = join(folder, 'built', name);
  mkdirSync(work, { recursive: true });
  const spec = join(work, 'p.spec');
  writeFileSync(
    spec,
    `Name: ${name}\nVersion: 9.4\nRelease: 1.el9\nSummary: x\nLicense: MIT\nVendor: AlmaLinux\nBuildArch: noarch\n%description\nx\n%files\n`,
  );
  run('rpmbuild', ['-bb', '--quiet', '--define', `_topdir ${work}`, spec]);
  const packed = join(work, 'RPMS/noarch');
  const file = join(packed, readdirSync(packed)[0] ?? '');
  if (key !== undefined) {
    const defined = [`_gpg_name ${key.address}`, '__gpg /usr/bin/gpg', `_gpg_path ${keyring}`];
    run('rpmsign', [...defined.flatMap((one) => ['--define', one]), '--addsign', file]);
  }
  return file;
}

let images = 0;

/** An image whose database rpm made: keys imported first, then packages installed; with what rpm itself says of both. */
function installed(keys: readonly Key[], files: readonly string[]) {
  const root = join(folder, `root-${images++}`);
  mkdirSync(root);
  const rpm = (...args: readonly string[]): string =>
    run('rpm', ['--root', root, '--dbpath', '/var/lib/rpm', ...args]);
  rpm('--initdb');
  for (const { file } of keys) rpm('--import', file);
  rpm('-i', '--nodeps', '--noscripts', ...files);
  const image = writeSmallImage(join(folder, `image-${images}`), {
    'etc/os-release': 'ID=almalinux\nVERSION_ID="9.4"\nPRETTY_NAME="AlmaLinux 9.4"\n',
    'etc/almalinux-release': 'AlmaLinux release 9.4\n',
    'var/lib/rpm/rpmdb.sqlite': readFileSync(join(root, 'var/lib/rpm/rpmdb.sqlite')),
  });
  const signatures = rpm('-qa', '--qf', '%{NAME} %{RSAHEADER:pgpsig} %{DSAHEADER:pgpsig}\n');
  return { image, signatures };
}

const line = openCommandLine();

interface Shown {
  readonly rule: string;
  readonly subject: string;
  readonly message: string;
  readonly details: { readonly actual?: string };
}

async function told(image: string, policy = ''): Promise<readonly Shown[]> {
  writeFileSync(join(line.home, 'seaworthy.yaml'), `version: 1\n${policy}`);
  const ended = await line.run('gate', image, '--advisories', 'none', '--no-layer-cache', '--format', 'json');
  if (ended.code === null || ended.code > 1) throw new Error(ended.err);
  const { findings }: { findings: Shown[] } = JSON.parse(ended.out);
  return findings.filter(({ rule }) =>
    /^origin\/(?:third-party-(?:key|signer)|unsigned-package)$/.test(rule),
  );
}

const real = testWith('rpm', 'rpmbuild', 'rpmsign', 'gpg', 'gpgconf');

describe('keys of rpm', () => {
  real(
    'the owner’s alone is nothing; another that is trusted, or that signed, is told by its fingerprint',
    async () => {
      mkdirSync(keyring, { mode: 0o700 });
      const owner = makeKey('owner', 'rsa3072');
      const other = makeKey('other', 'ed25519');
      const ids = [owner, other].map(({ fingerprint }) => fingerprint.slice(-16));
      const release = makePackage('almalinux-release', owner);
      const bash = makePackage('bash', owner);
      const tool = makePackage('tool', other);
      const bare = makePackage('bare');

      const clean = installed([owner], [release, bash]);
      expect(clean.signatures).toMatch(new RegExp(`^bash .*Key ID ${ids[0]}`, 'im'));
      expect(await told(clean.image)).toEqual([]);

      const trusting = installed([owner, other], [release, bash]);
      expect(await told(trusting.image)).toMatchObject([
        {
          rule: 'origin/third-party-key',
          subject: '/var/lib/rpm/rpmdb.sqlite',
          details: { actual: other.fingerprint },
        },
      ]);

      const mixed = installed([owner], [release, bash, tool, bare]);
      expect(mixed.signatures).toMatch(new RegExp(`^tool .*Key ID ${ids[1]}`, 'im'));
      const findings = await told(mixed.image);
      expect(findings.map(({ rule, details }) => [rule, details.actual]).sort()).toEqual([
        ['origin/third-party-signer', ids[1]],
        ['origin/unsigned-package', '1 packages'],
      ]);
      expect(findings.map(({ message }) => message).join('\n')).toMatch(
        /^tool is called[\s\S]*^bare is signed by nobody/m,
      );

      const allowed = `images:\n  trust:\n    keys: [${other.fingerprint}]\n`;
      expect(await told(trusting.image, allowed)).toEqual([]);
      expect((await told(mixed.image, allowed)).map(({ rule }) => rule)).toEqual(['origin/unsigned-package']);
    },
  );
});
