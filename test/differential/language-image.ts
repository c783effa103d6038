// The Debian image of the end-to-end tests with old packages of npm and PyPI and a real Go program on top of it.
import { copyFileSync, cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { debianImage } from '../e2e/debian-image.ts';
import { act } from '../tools/act.ts';
import { run, toolPath } from '../tools/tool.ts';

const npm = [
  'express@4.17.0',
  'lodash@4.17.15',
  'tar@4.4.8',
  'axios@0.21.0',
  'ws@7.4.0',
  'nodemailer@6.4.10',
];
const pypi = ['django==3.2.0', 'jinja2==2.10', 'urllib3==1.26.4', 'requests==2.25.0'];

/** An OCI layout below `folder` whose one tag is `latest`. Asks the package registries through npm and pip. */
export function languageImage(folder: string): string {
  const app = join(folder, 'app');
  const site = join(app, 'usr/local/lib/python3.11/site-packages');
  const programs = join(app, 'usr/local/bin');
  for (const place of [site, programs, join(app, 'srv/app')]) mkdirSync(place, { recursive: true });
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund'];
  run('npm', ['install', '--prefix', join(app, 'srv/app'), ...quiet, ...npm]);
  run('pip', ['install', '--quiet', '--no-deps', '--no-compile', '--target', site, ...pypi]);
  copyFileSync(toolPath(act), join(programs, 'act'));
  const layout = join(folder, 'layout');
  cpSync(debianImage('main').layout, layout, { recursive: true });
  run('umoci', ['insert', '--image', `${layout}:latest`, app, '/']);
  return layout;
}
