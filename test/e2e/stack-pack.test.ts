// The pack where users put it: unpacked from npm, beside others, as the source folder; and stacks whose cluster is not there yet.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { rules } from '../../policy-pack/rules/registry.ts';
import { openPulumi, type PulumiPlace } from '../servers/pulumi/cli.ts';
import { dist } from './built.ts';

const root = resolve(import.meta.dirname, '../..');
const work = mkdtempSync(join(tmpdir(), 'seaworthy-packs-'));
const places: PulumiPlace[] = [];
afterAll(() => {
  for (const place of places) place.remove();
  rmSync(work, { recursive: true, force: true });
});

const areas = [...new Set(rules.map(({ id }) => `${id.split('/', 1)[0]}/*: off`))].join(', ');
const policy = `version: 1\nstack:\n  rules: { ${areas}, pod-security/host-namespaces: block }\n`;

function openProgram(name: string, settings: Readonly<Record<string, string>> = {}): PulumiPlace {
  const place = openPulumi(join(root, 'test/e2e/programs', name));
  places.push(place);
  place.write('seaworthy.yaml', policy);
  for (const [key, value] of Object.entries(settings)) place.run('config', 'set', key, value);
  return place;
}

/** A pack in a folder of its own with just these dependencies. */
function install(pack: string, name: string, dependencies: readonly string[]): string {
  const folder = join(work, name);
  cpSync(pack, folder, { recursive: true });
  mkdirSync(join(folder, 'node_modules/@pulumi'), { recursive: true });
  for (const one of dependencies)
    symlinkSync(join(root, 'node_modules', one), join(folder, 'node_modules', one));
  return folder;
}

describe('the pack', () => {
  const place = openProgram('web', { bad: 'true', unknown: 'false' });

  test('unpacked from npm in an empty folder previews with its declared dependencies alone', () => {
    const made = execFileSync('npm', ['pack', '--silent', '--pack-destination', work], {
      cwd: join(dist, 'policy-pack'),
      encoding: 'utf8',
    }).trim();
    execFileSync('tar', ['-xzf', join(work, made), '-C', work]);
    const folder = install(join(work, 'package'), 'unpacked', ['@pulumi/pulumi']);
    const run = place.run('preview', '--policy-pack', folder);
    expect(run.output).toMatch(/\[mandatory\].*pod-security-host-namespaces/);
    expect(run.code).not.toBe(0);
  });

  test('runs beside another', () => {
    const stock = install(join(root, 'test/e2e/packs/stock'), 'stock', ['@pulumi/pulumi', '@pulumi/policy']);
    const run = place.run('preview', '--policy-pack', join(dist, 'policy-pack'), '--policy-pack', stock);
    expect(run.output).toContain('the stock pack saw bad');
    expect(run.output).toMatch(/\[mandatory\].*pod-security-host-namespaces/);
    expect(run.code).not.toBe(0);
  });

  test('is the folder of its sources too, by way of the bundle', () => {
    const run = place.run('preview', '--policy-pack', join(root, 'policy-pack'));
    expect(run.output).toMatch(/\[mandatory\].*pod-security-host-namespaces/);
    expect(run.code).not.toBe(0);
  });
});

const packs = {
  program: join(dist, 'policy-pack/seaworthy-policy-pack'),
  directory: join(dist, 'policy-pack'),
};

describe.each(Object.entries(packs))('what is not known, to the pack as a %s', (_, pack) => {
  test('a cluster made in the same stack: every finding is there at preview', () => {
    const place = openProgram('late');
    const run = place.run('preview', '--policy-pack', pack);
    expect(run.output).toMatch(/\[mandatory\].*pod-security-host-namespaces/);
    expect(run.output).toContain('hostNetwork');
    expect(run.output).not.toContain('no policy file');
    expect(run.code).not.toBe(0);
  });

  test('a mandatory rule on an unknown value ends the preview with 1', () => {
    const place = openProgram('web', { bad: 'false', unknown: 'true' });
    const run = place.run('preview', '--policy-pack', pack);
    expect(run.output).toMatch(/\[mandatory\].*pod-security-host-namespaces/);
    expect(run.output).toContain('hostPID is not known');
    expect(run.code).toBe(1);
  });

  test('an update without preview: a pod is refused before it exists, a rule of the whole stack says that it is too late', () => {
    const place = openProgram('web', { bad: 'true', unknown: 'false' });
    const update = () => place.run('up', '--yes', '--skip-preview', '--policy-pack', pack);
    expect(update().code).not.toBe(0);
    expect(place.run('stack', 'export').output).not.toContain('Deployment::bad');
    place.write('seaworthy.yaml', policy.replace('pod-security/host-namespaces', 'network/default-deny'));
    const late = update();
    expect(late.output).toContain('has been deployed');
    expect(late.code).not.toBe(0);
    expect(place.run('stack', 'export').output).toContain('Deployment::bad');
  });
});

test('a secret of the program is in no output and no report', () => {
  const canary = 'canary-4f1d9b';
  const place = openProgram('shipped');
  place.run('config', 'set', 'image', 'registry.example/app:1');
  place.run('config', 'set', '--secret', 'token', canary);
  const program = readFileSync(join(place.directory, 'index.ts'), 'utf8');
  place.write('index.ts', program.replace(".require('image')", ".requireSecret('image')"));
  const every = rules.map(({ id }) => `${id}: block`).join(', ');
  place.write('seaworthy.yaml', `version: 1\nstack:\n  rules: { ${every} }\n`);
  place.write(
    'pack.json',
    JSON.stringify({ seaworthy: { enforcementLevel: 'mandatory', report: 'report' } }),
  );
  const config = ['--policy-pack-config', 'pack.json'];
  const run = place.run('preview', '--policy-pack', packs.program, ...config);
  expect(run.output).toMatch(/\[mandatory\].*secrets-environment/);
  const report = ['json', 'sarif', 'md'].map((kind) =>
    readFileSync(join(place.directory, `report/stack.${kind}`), 'utf8'),
  );
  expect(report.join(run.output)).not.toContain(canary);
});
