// What `seaworthy init` writes is what `seaworthy policy check` and GitHub accept.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { starterCacheStep } from '../../src/gate/starter.ts';
import { openSurroundings } from './surroundings.ts';
import { workflowComplaints } from './workflow-complaints.ts';

const policyPath = '.github/seaworthy.yaml';
const workflowPath = '.github/workflows/seaworthy.yaml';

describe('init', () => {
  test('writes a policy that only observes, says so loudly, and our own parser accepts it', async () => {
    const { directory, run } = openSurroundings();
    const { code, out } = await run('init', '--image', 'registry.example/app:1');
    expect(code).toBe(0);
    expect(out).toContain('ATTENTION: the policy only observes');
    const policy = readFileSync(join(directory, policyPath), 'utf8');
    expect(policy).toContain('ONLY OBSERVES');
    const checked = await run('policy', 'check');
    expect(checked.err).toBe('');
    expect(checked.code).toBe(0);
    expect(checked.out).toContain('consider: observe');
  });

  test('writes a workflow of at most ten lines that GitHub accepts, pinned as asked, with the cache step beside', async () => {
    const { directory, run } = openSurroundings();
    const pin = `acme/seaworthy@${'a'.repeat(40)}`;
    await run('init', '--image', 'registry.example/app:1', '--action', pin);
    const workflow = readFileSync(join(directory, workflowPath), 'utf8');
    expect(workflow.trimEnd().split('\n').length).toBeLessThanOrEqual(10);
    expect(workflow).toContain(`uses: ${pin}`);
    expect(await workflowComplaints(workflow)).toEqual([]);
    expect(
      await workflowComplaints(
        workflow.replace('      - uses: acme', `${starterCacheStep()}      - uses: acme`),
      ),
    ).toEqual([]);
    expect(await workflowComplaints(workflow.replace('steps:', 'stepz:'))).not.toEqual([]);
  });

  test.each([
    ['oci:build/image', 'type=oci,tar=false,dest=build/image'],
    ['oci-archive:out/app.tar', 'type=oci,dest=out/app.tar'],
    ['docker-archive:app.tar:1.0', 'type=docker,dest=app.tar'],
  ])('says how %s comes to be there, as a step that GitHub accepts', async (image, output) => {
    const { directory, run } = openSurroundings();
    const { out } = await run('init', '--image', image);
    const step = /^ {6}- run: .*$/m.exec(out)?.[0] ?? '';
    expect(step).toContain(`docker buildx build --output ${output} .`);
    const workflow = readFileSync(join(directory, workflowPath), 'utf8');
    expect(
      await workflowComplaints(workflow.replace('      - uses: OWNER', `${step}\n      - uses: OWNER`)),
    ).toEqual([]);
    expect(out).toContain('seaworthy doctor');
  });

  test('never writes over what is there, unless forced', async () => {
    const { directory, run } = openSurroundings();
    expect((await run('init')).code).toBe(0);
    writeFileSync(join(directory, policyPath), 'version: 1\n');
    const again = await run('init');
    expect(again.code).toBe(2);
    expect(again.err).toContain(policyPath);
    expect(again.err).toContain('--force');
    expect(readFileSync(join(directory, policyPath), 'utf8')).toBe('version: 1\n');
    expect((await run('init', '--force')).code).toBe(0);
    expect(existsSync(join(directory, workflowPath))).toBe(true);
  });
});
