// The image that the benches read: about 600 Debian and 800 npm packages in two layers, made once and kept.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

const recipe = 'bench-image-3';

const debian = [
  'build-essential,ca-certificates,curl,git,gnupg,openssh-client,rsync,unzip,xz-utils,zstd,jq,procps,strace',
  'nodejs,npm,python3,python3-pip,python3-venv,python3-django',
  'default-jre-headless,golang,ruby,ruby-dev,bundler,perl',
  'postgresql-client,redis-tools,nginx-light,libimage-exiftool-perl,libpq-dev',
];

const npm = [
  ...['express', 'webpack', 'webpack-cli', 'webpack-dev-server', 'eslint', 'jest', 'typescript'],
  ...[
    '@babel/preset-env',
    'babel-loader',
    'react',
    'react-dom',
    'mocha',
    'sass',
    'pg',
    'mongoose',
    'socket.io',
  ],
];

export interface BenchImage {
  /** OCI layout folder; its one tag is `latest`. */
  readonly layout: string;
  /** The same image as a `docker save` style archive, layers not compressed. */
  readonly archive: string;
}

/** Where made images and tools are kept between runs: `SEAWORTHY_CACHE`, else the user's cache folder. */
export function cacheFolder(): string {
  return process.env.SEAWORTHY_CACHE ?? join(homedir(), '.cache', 'seaworthy');
}

export function isMade(): boolean {
  return existsSync(join(cacheFolder(), recipe));
}

/** The kept image, made first where it is missing (some minutes; needs root, mmdebstrap, umoci, skopeo, npm). */
export function benchImage(): BenchImage {
  const folder = join(cacheFolder(), recipe);
  const image = { layout: join(folder, 'layout'), archive: join(folder, 'image.tar') };
  if (existsSync(folder)) return image;
  mkdirSync(cacheFolder(), { recursive: true });
  const work = mkdtempSync(join(cacheFolder(), 'making-'));
  try {
    make(work);
    renameSync(work, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return image;
}

function make(work: string): void {
  const layout = join(work, 'layout');
  const base = join(work, 'base.tar');
  const app = join(work, 'app.tar');
  run('mmdebstrap', ['--variant=minbase', `--include=${debian.join(',')}`, 'bookworm', base]);
  const project = mkdtempSync(join(tmpdir(), 'bench-npm-'));
  mkdirSync(join(project, 'srv/app'), { recursive: true });
  run('npm', ['install', '--prefix', join(project, 'srv/app'), '--ignore-scripts', '--no-audit', ...npm]);
  run('tar', [
    '-C',
    project,
    '--sort=name',
    '--owner=0',
    '--group=0',
    '--mtime=@1767225600',
    '-cf',
    app,
    'srv',
  ]);
  rmSync(project, { recursive: true });
  run('umoci', ['init', '--layout', layout]);
  run('umoci', ['new', '--image', `${layout}:latest`]);
  run('umoci', ['raw', 'add-layer', '--image', `${layout}:latest`, base]);
  run('umoci', ['raw', 'add-layer', '--image', `${layout}:latest`, app]);
  run('umoci', ['gc', '--layout', layout]);
  rmSync(base);
  rmSync(app);
  run('skopeo', ['copy', `oci:${layout}:latest`, `docker-archive:${join(work, 'image.tar')}:bench:latest`]);
}

function run(command: string, args: readonly string[]): void {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`${command} ended with ${error?.message ?? status}`);
}

if (process.argv[1] === import.meta.filename) console.log(JSON.stringify(benchImage()));
