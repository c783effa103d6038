// What a change introduces is told apart from what was there, in whatever form either side is written.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { rules } from '../../../policy-pack/rules/registry.ts';
import { effectivePolicy } from '../../../src/gate/effective-policy.ts';
import { parsePolicy } from '../../../src/gate/policy-file.ts';
import { parsing } from '../../../src/run/policy/parsing.ts';
import { parseRendered } from '../../../src/run/stack/releases.ts';
import { gateStack, type StackRequest } from '../../../src/run/stack.ts';

const work = mkdtempSync(join(tmpdir(), 'seaworthy-comparison-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));
const asOf = new Date('2026-11-25T00:00:00Z');
const off = [...new Set(rules.map(({ id }) => `${id.split('/', 1)[0]}/*: off`))].join(', ');
const asked = 'pod-security/privileged: block, pod-security/host-namespaces: block';
let files = 0;

function write(value: unknown): string {
  files += 1;
  const file = join(work, `${files}.json`);
  writeFileSync(file, JSON.stringify(value));
  return file;
}

async function gate(request: Omit<StackRequest, 'asOf'>, more = '') {
  const text = `version: 1\nstack:\n  rules: { ${off}, ${asked} }\n${more}`;
  const file = parsePolicy(text, { ...parsing, file: 'seaworthy.yaml', now: asOf });
  return (await gateStack({ ...request, asOf }, effectivePolicy({ file }))).result;
}

const container = (name: string, privileged: boolean): object => ({
  name,
  image: name,
  securityContext: { privileged },
});
const deployment = (containers: readonly object[]): object => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { template: { spec: { containers } } },
});
const stateOf = (...resources: readonly object[]): string => write({ version: 3, deployment: { resources } });
const inState = (inputs: object): object => ({
  urn: 'urn:pulumi:dev::shop::kubernetes:apps/v1:Deployment::logical',
  type: 'kubernetes:apps/v1:Deployment',
  inputs,
});
const origins = ({ findings }: Awaited<ReturnType<typeof gate>>): readonly string[] =>
  findings.map(({ origin, where }) => `${origin} ${'field' in where ? where.field.slice(-40) : ''}`).sort();

describe('with a stack before', () => {
  test('containers that change places introduce nothing; one that is added does', async () => {
    const [bad, good] = [container('bad', true), container('good', false)];
    const base = [write(deployment([bad, good]))];
    const moved = await gate({ paths: [write(deployment([good, bad]))], base });
    expect(origins(moved)).toEqual(['inherited containers[1].securityContext.privileged']);
    const added = await gate({ paths: [write(deployment([container('new', true), bad]))], base });
    expect(origins(added)).toEqual([
      'inherited containers[1].securityContext.privileged',
      'introduced containers[0].securityContext.privileged',
    ]);
  });

  test('manifests compare with a state, and a state with manifests, by kind, namespace and name', async () => {
    const bad = deployment([container('bad', true)]);
    const [manifests, state] = [write(bad), stateOf(inState(bad))];
    for (const [paths, base] of [
      [[state], [manifests]],
      [[manifests], [state]],
    ] as const) {
      const result = await gate({ paths, base });
      expect(result.findings.map(({ origin }) => origin)).toEqual(['inherited']);
      expect(result.fixed ?? []).toEqual([]);
    }
    const other = write({ ...bad, metadata: { name: 'web', namespace: 'elsewhere' } });
    expect((await gate({ paths: [state], base: [other] })).findings.map(({ origin }) => origin)).toEqual([
      'introduced',
    ]);
  });
});

describe('a Helm release', () => {
  const urn = 'urn:pulumi:dev::shop::kubernetes:helm.sh/v3:Release::redis';
  const release = {
    urn,
    type: 'kubernetes:helm.sh/v3:Release',
    inputs: { chart: 'redis', namespace: 'cache' },
  };
  const chart = join(work, 'chart');
  mkdirSync(chart);
  writeFileSync(
    join(chart, 'pod.yaml'),
    'apiVersion: v1\nkind: Pod\nmetadata: { name: redis }\nspec: { hostPID: true, containers: [{ name: a, image: a }] }\n',
  );
  const service = {
    urn: 'urn:pulumi:dev::shop::kubernetes:core/v1:Service::s',
    type: 'kubernetes:core/v1:Service',
    inputs: { metadata: { name: 's' } },
  };

  test.each(['redis', urn])('is judged by what it was rendered to (%s)', async (name) => {
    const paths = [stateOf(service, release)];
    const opaque = await gate({ paths });
    expect(opaque.stack?.coverage).toMatchObject({ percent: 50, opaque: [{ subject: urn }] });
    const seen = await gate({ paths, rendered: new Map([[name, chart]]) });
    expect(seen.stack?.coverage).toEqual({ seen: 2, percent: 100, opaque: [] });
    expect(seen.findings.map(({ subject }) => subject)).toEqual(['Pod cache/redis']);
    const byPolicy = await gate({ paths }, `  rendered: { "${name}": "${chart}" }\n`);
    expect(byPolicy.findings).toEqual(seen.findings);
  });

  test('that was rendered to nothing is not seen', async () => {
    const empty = join(work, 'empty');
    mkdirSync(empty);
    writeFileSync(join(empty, 'all.yaml'), '---\n# nothing\n');
    const { stack } = await gate({
      paths: [stateOf(service, release)],
      rendered: new Map([['redis', empty]]),
    });
    const reason = 'the folder of its rendered manifests holds none';
    expect(stack?.coverage).toMatchObject({ percent: 50, opaque: [{ subject: urn, reason }] });
  });

  test('that was there before is inherited where its manifests of then are named, and said where they are not', async () => {
    const paths = [stateOf(service, release)];
    const rendered = new Map([['redis', chart]]);
    const bare = await gate({ paths, rendered, base: paths });
    expect(bare.findings.map(({ origin }) => origin)).toEqual(['introduced']);
    expect(bare.warnings).toEqual([expect.stringContaining('--base-rendered redis=DIR')]);
    const compared = await gate({ paths, rendered, base: paths, baseRendered: rendered });
    expect(compared.findings.map(({ origin }) => origin)).toEqual(['inherited']);
    expect([compared.verdict?.merge, compared.warnings]).toEqual(['pass', []]);
    const gone = await gate({ paths: [stateOf(service)], base: paths });
    expect(gone.warnings).toEqual([]);
    await expect(gate({ paths, rendered, baseRendered: rendered })).rejects.toMatchObject({
      code: 'usage',
      fix: 'Name the stack before (--base, stack-base), too.',
    });
    await expect(
      gate({ paths: [stateOf(service)], base: [stateOf(service)], baseRendered: rendered }),
    ).rejects.toMatchObject({ code: 'not-found', fix: 'Leave --base-rendered out.' });
  });

  test('that the stack does not have is the user’s mistake on the command line, and another stack’s in the policy', async () => {
    const paths = [stateOf(service, release)];
    await expect(gate({ paths, rendered: new Map([['rediss', chart]]) })).rejects.toMatchObject({
      code: 'not-found',
      fix: 'Name one of redis.',
    });
    const result = await gate({ paths }, `  rendered: { mysql: "${chart}" }\n`);
    expect(result.stack?.coverage.percent).toBe(50);
    expect(parseRendered(['a=b/c=d'])).toEqual(new Map([['a', 'b/c=d']]));
    expect(() => parseRendered(['redis'])).toThrow(/names no release and folder/);
  });
});
