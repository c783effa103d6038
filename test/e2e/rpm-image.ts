// An AlmaLinux 9 image whose rpm database rpm itself wrote: the names and versions are real, the packages are empty.
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../tools/tool.ts';

/** Old, current, and in between; with epochs, with dots and tildes in releases. */
const packages = [
  'bash 5.1.8-6.el9_1',
  'bind 32:9.16.23-11.el9_2.2',
  'curl 7.76.1-14.el9_0.5',
  'dbus 1:1.12.20-7.el9_1',
  'expat 2.5.0-6.el9_8.1',
  'glibc 2.34-100.el9_4.2',
  'httpd 2.4.57-5.el9',
  'krb5-libs 1.21.1-6.el9',
  'libxml2 2.9.13-6.el9_5.2',
  'openssl 1:3.0.7-27.el9',
  'rsync 3.2.3-19.el9~rc1',
  'sudo 1.9.5p2-7.el9',
  'tar 2:1.34-6.el9_1',
  'unheard-of 1.0-1.el9',
  'vim-minimal 2:8.2.2637-16.el9_0.2',
  'zlib 1.2.11-31.el9',
];

export interface RpmImage {
  /** OCI layout with the tag `latest`. */
  readonly layout: string;
  readonly root: string;
}

export function rpmImage(): RpmImage {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-alma-'));
  const root = join(folder, 'root');
  const specs = packages.map((line) => {
    const [, name = '', epoch = '', version = '', release = ''] =
      /^(\S+) (?:(\d+):)?(.+)-(.+)$/.exec(line) ?? [];
    const file = join(folder, `${name}.spec`);
    const head = `Name: ${name}\nVersion: ${version}\nRelease: ${release}\n${epoch === '' ? '' : `Epoch: ${epoch}\n`}`;
    writeFileSync(
      file,
      `${head}Summary: x\nLicense: MIT\nVendor: AlmaLinux\nBuildArch: noarch\n%description\nx\n%files\n`,
    );
    return file;
  });
  // Debian's rpm keeps its database elsewhere.
  const database = ['--root', root, '--dbpath', '/var/lib/rpm'];
  run('rpm', [...database, '--initdb']);
  run('rpmbuild', ['-bb', '--quiet', '--define', `_topdir ${folder}/build`, ...specs]);
  const built = join(folder, 'build/RPMS/noarch');
  const files = readdirSync(built).map((name) => join(built, name));
  run('rpm', [...database, '-i', '--nodeps', '--justdb', '--noscripts', ...files]);
  mkdirSync(join(root, 'etc'), { recursive: true });
  writeFileSync(
    join(root, 'etc/os-release'),
    'ID=almalinux\nVERSION_ID="9.8"\nPRETTY_NAME="AlmaLinux 9.8"\n',
  );
  const layout = join(folder, 'layout');
  run('umoci', ['init', '--layout', layout]);
  run('umoci', ['new', '--image', `${layout}:latest`]);
  run('umoci', ['config', '--image', `${layout}:latest`, '--config.user', '10001']);
  run('umoci', ['insert', '--image', `${layout}:latest`, root, '/']);
  return { layout, root };
}
