// One example, three ways in: previewed, analysed as a state, read as manifests; what each cannot see is listed here.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openPulumi, type PulumiPlace } from '../servers/pulumi/cli.ts';
import { dist } from './built.ts';

const root = resolve(import.meta.dirname, '../..');
const example = join(root, 'examples/three-tier');
const pack = join(dist, 'policy-pack/seaworthy-policy-pack');

interface Report {
  readonly verdict: { readonly merge: string };
  readonly findings: readonly {
    readonly rule: string;
    readonly subject: string;
    readonly message: string;
    readonly where: { readonly field?: string };
  }[];
  readonly stack: { readonly resources: number; readonly coverage: { readonly percent: number } };
}

/** A resource is `db` whether it is called by URN or by kind, namespace and name. */
function nameOf(subject: string): string {
  return subject.startsWith('urn:') ? (subject.split('::').at(-1) ?? '') : (subject.split('/').at(-1) ?? '');
}

/** Autonamed resources and manifests have other names for the same policy: messages that quote them lose them. */
function told({ findings }: Report): readonly string[] {
  return findings
    .map(({ rule, subject, message, where }) => `${rule} ${nameOf(subject)} ${where.field}: ${message}`)
    .sort();
}

describe.each([
  ['as it is', false, (text: string): string => text],
  [
    'made careless',
    true,
    (text: string): string =>
      text
        .replaceAll('allowPrivilegeEscalation: false', 'allowPrivilegeEscalation: true')
        .replaceAll(/\n.*hostUsers: false,?/g, ''),
  ],
])('the example %s', (_name, careless, change) => {
  const work = mkdtempSync(join(tmpdir(), 'seaworthy-inputs-'));
  let place: PulumiPlace;

  beforeAll(() => {
    const program = join(work, 'program');
    cpSync(join(example, 'program'), program, { recursive: true });
    const tier = join(program, 'tier.ts');
    writeFileSync(tier, change(readFileSync(tier, 'utf8')));
    mkdirSync(join(work, 'manifests'));
    for (const name of ['api', 'connections', 'db', 'namespace', 'web']) {
      const file = `manifests/${name}.yaml`;
      writeFileSync(join(work, file), change(readFileSync(join(example, file), 'utf8')));
    }
    place = openPulumi(program);
    place.write('seaworthy.yaml', readFileSync(join(example, 'seaworthy.yaml'), 'utf8'));
    place.write(
      'pack.json',
      JSON.stringify({ seaworthy: { enforcementLevel: 'mandatory', report: 'report' } }),
    );
  });
  afterAll(() => {
    place.remove();
    rmSync(work, { recursive: true, force: true });
  });

  const withPack = ['--policy-pack', pack, '--policy-pack-config', 'pack.json'] as const;
  const packReport = (): Report =>
    JSON.parse(readFileSync(join(place.directory, 'report/stack.json'), 'utf8'));

  function commandLine(...paths: readonly string[]): Report {
    const output = join(work, 'stack.json');
    const policy = join(example, 'seaworthy.yaml');
    const args = ['stack', ...paths, '--policy', policy, '--format', 'json', '--output', output];
    spawnSync(process.execPath, [join(dist, 'cli/main.js'), ...args], { cwd: work });
    return JSON.parse(readFileSync(output, 'utf8'));
  }

  test('has the same findings in a preview, in its state, and in its manifests', () => {
    place.run('preview', ...withPack);
    const preview = packReport();
    expect(preview.stack.coverage.percent).toBe(100);
    expect(place.run('up', '--yes', '--skip-preview').code).toBe(0);
    place.run('policy', 'analyze', ...withPack);
    const analyzed = packReport();
    place.run('stack', 'export', '--file', 'state.json');
    const state = commandLine(join(place.directory, 'state.json'));
    const manifests = commandLine('manifests');
    expect(preview.findings.length > 0).toBe(careless);
    expect(told(analyzed)).toEqual(told(preview));
    expect(told(state)).toEqual(told(preview));
    expect(told(manifests)).toEqual(told(preview));
    expect(manifests.verdict.merge).toBe(preview.verdict.merge);
    // Manifests do not say which of them a program made; the program has as many.
    expect([analyzed, state, manifests].map(({ stack }) => stack.resources)).toEqual(
      Array.from({ length: 3 }, () => preview.stack.resources),
    );
  });
});
