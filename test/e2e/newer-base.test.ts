// What a newer Debian buys: a real image upon Debian 12 as first published, whose tag leads to one with all updates by now.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Result } from '../../src/terms/verdict.ts';
import { type DockerRegistry, startDockerRegistry } from '../servers/docker-registry.ts';
import { run } from '../tools/tool.ts';
import { openCommandLine } from './command-line.ts';
import { type DebianSuites, debianImage } from './debian-image.ts';
import { copyImage } from './push-image.ts';

const data = resolve(process.env.SEAWORTHY_ADVISORIES ?? '../shared/advisories');
const hasTools = spawnSync('mmdebstrap', ['--version']).status === 0 && existsSync(data);
const real = hasTools || process.env.CI !== undefined ? describe : describe.skip;

const line = openCommandLine();
let docker: DockerRegistry;

/** An application of one vulnerable npm package upon Debian as first published. */
function buildApp(base: string, digest: string): string {
  const layout = join(line.home, 'app-layout');
  cpSync(debianImage('main').layout, layout, { recursive: true });
  const app = join(line.home, 'app');
  mkdirSync(join(app, 'node_modules/lodash'), { recursive: true });
  const manifest = JSON.stringify({ name: 'lodash', version: '4.17.20' });
  writeFileSync(join(app, 'node_modules/lodash/package.json'), manifest);
  const image = `${layout}:latest`;
  run('umoci', ['insert', '--image', image, app, '/app']);
  const labels = { 'base.name': base, 'base.digest': digest };
  run('umoci', [
    'config',
    '--image',
    image,
    '--config.user=1000',
    ...Object.entries(labels).map(
      ([name, value]) => `--config.label=org.opencontainers.image.${name}=${value}`,
    ),
  ]);
  return layout;
}

const push = (suites: DebianSuites, place: string) =>
  copyImage(`oci:${debianImage(suites).layout}:latest`, `docker://${place}`);
const digestOf = (place: string): string =>
  run('skopeo', ['inspect', '--tls-verify=false', '--format', '{{.Digest}}', `docker://${place}`]).trim();

async function gate(image: string, ...options: readonly string[]): Promise<Result> {
  const args = ['gate', image, '--advisories', data, '--as-of', '2026-11-22', ...options];
  const { out, err } = await line.run(...args, '--format', 'json');
  if (out === '') throw new Error(err);
  return JSON.parse(out);
}

const vulnerabilities = ({ findings }: Result) =>
  findings
    .filter(({ details }) => details.kind === 'vulnerability')
    .map(({ rule, subject }) => rule + subject);

real('an image upon an older Debian', () => {
  let told: Result;
  let app: string;
  let base: string;

  beforeAll(async () => {
    docker = await startDockerRegistry();
    base = `${docker.host}/debian:12`;
    app = `${docker.host}/app:1`;
    await push('main', base);
    const older = digestOf(base);
    await copyImage(`oci:${buildApp(base, older)}:latest`, `docker://${app}`);
    await push('security', base);
    told = await gate(app);
  });
  afterAll(() => docker?.stop());

  test('is told what the newer one does away with: what a scan of it no longer finds', async () => {
    const [step] = told.fixPlan?.steps ?? [];
    expect(step?.newerBase).toMatchObject({ reference: base, to: digestOf(base) });
    const upon = new Set(vulnerabilities(await gate(base)));
    const now = vulnerabilities(await gate(`${docker.host}/debian@${step?.newerBase?.from}`));
    const shown = new Map(told.findings.map((one) => [one.rule + one.subject, one.treatment]));
    const gone = now.filter((one) => !upon.has(one) && ['block', 'warn'].includes(shown.get(one) ?? ''));
    const closed = Object.values(step?.closes ?? {}).reduce((sum, count) => sum + count, 0);
    expect(gone.length).toBeGreaterThan(5);
    // And that the base is an older one.
    expect(step?.newerBase).toMatchObject({ gone: gone.length + 1, added: 0 });
    expect(closed).toBe(gone.length + 1);
  });

  test('and which grade and verdict are reached upon it: those of the image that is really built so', async () => {
    const layout = join(line.home, 'rebuilt');
    cpSync(debianImage('security').layout, layout, { recursive: true });
    run('umoci', ['insert', '--image', `${layout}:latest`, join(line.home, 'app'), '/app']);
    run('umoci', [
      'config',
      '--image',
      `${layout}:latest`,
      '--config.user=1000',
      `--config.label=org.opencontainers.image.base.name=${base}`,
      `--config.label=org.opencontainers.image.base.digest=${digestOf(base)}`,
    ]);
    const rebuilt = `${docker.host}/app:2`;
    await copyImage(`oci:${layout}:latest`, `docker://${rebuilt}`);
    const { verdict, grade } = await gate(rebuilt);
    const [step, ...rest] = told.fixPlan?.steps ?? [];
    expect(step?.newerBase).toMatchObject({ merge: verdict?.merge, certificate: verdict?.certificate });
    expect(step?.grade).toBe(grade?.letter);
    expect(rest.map(({ kind }) => kind)).not.toContain('base');
  });
});
