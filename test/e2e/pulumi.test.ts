// The real Pulumi CLI with our pack: as a program file, as a directory, over a preview, an update and a state.

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { standardRules } from '../../policy-pack/rules/pod-security/standards.ts';
import { rules } from '../../policy-pack/rules/registry.ts';
import { openPulumi, type PulumiPlace } from '../servers/pulumi/cli.ts';
import { dist } from './built.ts';

const root = resolve(import.meta.dirname, '../..');
const packs = {
  program: join(dist, 'policy-pack/seaworthy-policy-pack'),
  directory: join(dist, 'policy-pack'),
};
/** Only the Pod Security Standards: the other rules have tests of their own. */
const standards = new Set(standardRules.map((rule) => rule.id));
const off = rules.filter((rule) => !standards.has(rule.id)).map((rule) => `${rule.id}: off`);
const policy = `version: 1\nstack:\n  rules: { ${off.join(', ')} }\n`;

describe('the policy pack under the real Pulumi CLI', () => {
  let place: PulumiPlace;

  beforeAll(() => {
    place = openPulumi(join(root, 'test/e2e/programs/web'));
    place.write('seaworthy.yaml', policy);
  });
  afterAll(() => place.remove());

  function configure(settings: Readonly<Record<string, string>>): void {
    for (const [key, value] of Object.entries({ bad: 'false', unknown: 'false', ...settings })) {
      expect(place.run('config', 'set', key, value).code).toBe(0);
    }
  }

  test.each(Object.entries(packs))('accepts a careful stack (%s)', (_, pack) => {
    configure({});
    const run = place.run('preview', '--policy-pack', pack);
    expect(run.output).not.toContain('[mandatory]');
    expect(run.code).toBe(0);
  });

  test.each(Object.entries(packs))('refuses a bad workload at preview and names it (%s)', (_, pack) => {
    configure({ bad: 'true' });
    const run = place.run('preview', '--policy-pack', pack);
    expect(run.code).not.toBe(0);
    expect(run.output).toContain('pod-security-host-namespaces');
    expect(run.output).toContain('Deployment: bad');
    expect(run.output).not.toContain('Deployment: good)\n          the pod shares');
  });

  test('a value that is not known yet is said and blocks; it never turns advisory', () => {
    configure({ unknown: 'true' });
    const run = place.run('preview', '--policy-pack', packs.program);
    expect(run.output).toContain('hostPID');
    expect(run.output).toMatch(/\[mandatory\].*pod-security-host-namespaces/);
    expect(run.code).not.toBe(0);
  });

  test('an update without preview is stopped before the workload exists', () => {
    configure({ bad: 'true' });
    const run = place.run('up', '--yes', '--skip-preview', '--policy-pack', packs.program);
    expect(run.code).not.toBe(0);
    const state = place.run('stack', 'export');
    expect(state.output).not.toContain('Deployment::bad');
  });

  test('the configuration of the pack beats the policy file', () => {
    configure({ bad: 'true' });
    place.write('pack.json', JSON.stringify({ 'pod-security-host-namespaces': 'advisory' }));
    const run = place.run('preview', '--policy-pack', packs.program, '--policy-pack-config', 'pack.json');
    expect(run.output).toContain('pod-security-host-namespaces');
    expect(run.code).toBe(0);
  });

  test('the pack writes its own report, and a state gives the same findings as the preview', () => {
    configure({ bad: 'true' });
    place.write(
      'pack.json',
      JSON.stringify({ seaworthy: { enforcementLevel: 'mandatory', report: 'report' } }),
    );
    place.run('preview', '--policy-pack', packs.program, '--policy-pack-config', 'pack.json');
    const report = JSON.parse(readFileSync(join(place.directory, 'report/stack.json'), 'utf8'));
    const atPreview = subjects(report);
    expect(atPreview).toContainEqual(['pod-security/host-namespaces', 'bad']);
    // Both matrices of decision 18 stand below the findings.
    expect(readFileSync(join(place.directory, 'report/stack.md'), 'utf8')).toMatch(
      /host-namespaces[\s\S]*\*\*host\*\*[\s\S]*federation/,
    );
    expect(place.run('up', '--yes', '--skip-preview').code).toBe(0);
    const analyzed = place.run(
      'policy',
      'analyze',
      '--policy-pack',
      packs.program,
      '--policy-pack-config',
      'pack.json',
    );
    expect(analyzed.code).not.toBe(0);
    expect(subjects(JSON.parse(readFileSync(join(place.directory, 'report/stack.json'), 'utf8')))).toEqual(
      atPreview,
    );
  });

  test('a policy file with a mistake stops the preview and says where', () => {
    configure({});
    place.write('seaworthy.yaml', 'version: 1\nstack:\n  podSecurity: { levle: restricted }\n');
    const run = place.run('preview', '--policy-pack', packs.program);
    expect(run.code).not.toBe(0);
    expect(run.output).toContain('levle');
    place.write('seaworthy.yaml', policy);
  });
});

function subjects(report: {
  readonly findings: readonly { readonly rule: string; readonly where: { readonly urn?: string } }[];
}): string[][] {
  return report.findings.map(({ rule, where }) => [rule, where.urn?.split('::').at(-1) ?? '']);
}
