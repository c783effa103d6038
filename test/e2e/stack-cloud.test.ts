// A program of AWS under the real Pulumi: what a first preview, a later one and the state say of its ways in and out.
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { openPulumi } from '../servers/pulumi/cli.ts';
import { dist } from './built.ts';

const place = openPulumi(join(resolve(import.meta.dirname, '../..'), 'test/e2e/programs/cloud'));
afterAll(() => {
  place.remove();
});
place.write(
  'seaworthy.yaml',
  'version: 1\nstack:\n  rules: { egress/security-group: block, egress/fixed-source: block }\n',
);
const preview = () => place.run('preview', '--policy-pack', join(dist, 'policy-pack/seaworthy-policy-pack'));

describe('a program of AWS', () => {
  test('at the first preview: whose way out is open, and that addresses are not known yet', () => {
    const { output, code } = preview();
    expect(output).toContain('egress is open to the whole internet, for Service web');
    // The group before the database is no container's.
    expect(output.match(/egress is open to the whole internet/g)).toHaveLength(1);
    expect(output).toMatch(/egress-fixed-source[\s\S]*before-db/);
    expect(code).not.toBe(0);
  });

  test('once it is deployed: the bastion is none of the containers’ addresses, the gateway’s is', () => {
    expect(place.run('up', '--yes').code).toBe(0);
    const { output } = preview();
    expect(output).toContain('for Service web');
    expect(output).toContain('the database admits 52.9.9.9: more than the cluster’s fixed addresses');
    expect(output).not.toContain('the database admits 52.1.2.3');
  });
});
