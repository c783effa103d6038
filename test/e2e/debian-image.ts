// A real Debian 12 image, made once a machine by mmdebstrap and umoci, kept outside the checkout.
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from '../tools/tool.ts';

export interface DebianImage {
  /** OCI layout with the tag `latest`. */
  readonly layout: string;
  /** The plain root file system, for oracles: `dpkg-query --admindir`. */
  readonly rootfs: string;
}

/** `main`: the release as first published; `security`: with every update of today. */
export type DebianSuites = 'main' | 'security';

function cache(): string {
  return (
    process.env.SEAWORTHY_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'seaworthy')
  );
}

/** The machine's own mirror, as apt knows it. */
function mirror(suite: string): string {
  const lines = run('apt-get', [
    'indextargets',
    '--format',
    '$(REPO_URI) $(CODENAME)',
    'Created-By: Packages',
  ]);
  const line = lines.split('\n').find((entry) => entry.endsWith(` ${suite}`));
  if (line === undefined) throw new Error(`apt knows no source for ${suite}`);
  return line.slice(0, -suite.length - 1);
}

/** A minimal Debian 12 (`minbase`) of the given suites; takes about 20 s the first time. */
export function debianImage(suites: DebianSuites): DebianImage {
  const place = join(cache(), 'images', `debian-12-${suites}-1`);
  const image = { layout: join(place, 'layout'), rootfs: join(place, 'rootfs') };
  if (existsSync(place)) return image;
  mkdirSync(dirname(place), { recursive: true });
  const staging = mkdtempSync(join(dirname(place), '.making-'));
  try {
    const sources = [`deb ${mirror('bookworm')} bookworm main`];
    if (suites === 'security') {
      sources.push(`deb ${mirror('bookworm-updates')} bookworm-updates main`);
      sources.push(`deb ${mirror('bookworm-security')} bookworm-security main`);
    }
    const rootfs = join(staging, 'rootfs');
    run('mmdebstrap', ['--quiet', '--variant=minbase', '--mode=root', 'bookworm', rootfs, ...sources]);
    // The mirror of this machine is no part of the image.
    rmSync(join(rootfs, 'etc/apt/sources.list'), { force: true });
    rmSync(join(rootfs, 'var/lib/apt/lists'), { recursive: true, force: true });
    const layout = join(staging, 'layout');
    run('umoci', ['init', '--layout', layout]);
    run('umoci', ['new', '--image', `${layout}:latest`]);
    run('umoci', ['insert', '--image', `${layout}:latest`, rootfs, '/']);
    keep(staging, place);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
  return image;
}

/** Two files of the suite may make the same image at once: the first one's stays. */
function keep(staging: string, place: string): void {
  try {
    renameSync(staging, place);
  } catch (cause) {
    if (!existsSync(place)) throw cause;
  }
}
