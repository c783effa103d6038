// A program in Pulumi YAML with its real language host: the pack sees what it sees of a program in TypeScript.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openPulumi, type PulumiPlace } from '../servers/pulumi/cli.ts';
import { lacks } from '../tools/lacks.ts';
import { pulumi } from '../tools/pulumi.ts';
import { pulumiYaml } from '../tools/pulumi-yaml.ts';
import { dist } from './built.ts';

const root = resolve(import.meta.dirname, '../..');
const packs = {
  program: join(dist, 'policy-pack/seaworthy-policy-pack'),
  directory: join(dist, 'policy-pack'),
};
const areas = ['network', 'egress', 'storage', 'images', 'quality', 'secrets'];
const policy = `version: 1\nstack: { rules: { ${areas.map((area) => `${area}/*: off`).join(', ')} } }\n`;
const missing = lacks(pulumi, pulumiYaml);

(missing ? describe.skip : describe).each(Object.entries(packs))(
  'Pulumi YAML, the pack as a %s',
  (_, pack) => {
    let place: PulumiPlace;
    beforeAll(() => {
      place = openPulumi(join(root, 'test/e2e/programs/yaml'));
      place.write('seaworthy.yaml', policy);
    });
    afterAll(() => place.remove());

    test('accepts a careful stack', () => {
      const run = place.run('preview', '--policy-pack', pack);
      expect(run.output).toContain('kubernetes:apps/v1:Deployment asked create');
      expect(run.output).toContain('pod-security-probes');
      expect(run.output).not.toContain('[mandatory]');
      expect(run.code).toBe(0);
    });

    test('refuses a bad workload and names it', () => {
      expect(place.run('config', 'set', 'hostNetwork', 'true').code).toBe(0);
      const run = place.run('preview', '--policy-pack', pack);
      expect(run.output).toMatch(/\[mandatory\].*pod-security-host-namespaces.*Deployment: asked\)/);
      expect(run.output).not.toMatch(/\[mandatory\].*Deployment: good\)/);
      expect(run.code).not.toBe(0);
    });

    test('a value that comes from another resource is said to be unknown, and blocks', () => {
      const program = readFileSync(join(place.directory, 'Pulumi.yaml'), 'utf8');
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Pulumi YAML's own.
      const unknown = program.replace('hostNetwork: ${hostNetwork}', 'hostPID: ${good.status}');
      expect(unknown).not.toBe(program);
      place.write('Pulumi.yaml', unknown);
      const run = place.run('preview', '--policy-pack', pack);
      expect(run.output).toMatch(/\[mandatory\].*pod-security-host-namespaces.*Deployment: asked\)/);
      expect(run.output).toContain(
        'hostPID is not known (computed at deployment; it comes from urn:pulumi:dev::yaml',
      );
      expect(run.code).not.toBe(0);
    });
  },
);
