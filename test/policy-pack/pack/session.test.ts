// What a user reads of the pack: one line a finding, what could not be seen, and what an update has done already.
import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import { rules } from '../../../policy-pack/rules/registry.ts';
import { analyze, analyzeStack, configure, configureStack, openPack, type Told } from './engine.ts';

const require = createRequire(import.meta.url);
const proto: typeof import('@pulumi/pulumi/proto/analyzer_pb.js') = require('@pulumi/pulumi/proto/analyzer_pb.js');

const mandatory = 1;
const off = [...new Set(rules.map(({ id }) => `${id.split('/', 1)[0]}/*: off`))].join(', ');
const only = (rule: string): string => `stack:\n  rules: { ${off}, ${rule}: block }\n`;
const hosts = only('pod-security/host-namespaces');

const pod = (name: string, spec: object): Told => ({
  name,
  type: 'core/v1:Pod',
  inputs: { metadata: { name }, spec: { containers: [{ name: 'a', image: 'a' }], ...spec } },
});
const release: Told = { name: 'chart', type: 'helm.sh/v3:Release', inputs: { chart: 'x' } };

async function told(policy: string, resources: readonly Told[], dryRun = true) {
  const { session, reports } = openPack(policy);
  await session.ConfigureStack(configureStack(dryRun));
  const answer = proto.AnalyzeResponse.deserializeBinary(await session.AnalyzeStack(analyzeStack(resources)));
  return { lines: answer.getDiagnosticsList().map((one) => one.toObject()), reports };
}

describe('the pack', () => {
  test('says each finding in one line, and what to do once a policy', async () => {
    const { lines } = await told(hosts, [pod('a', { hostPID: true }), pod('b', { hostIPC: true })]);
    expect(lines.map(({ message }) => message.split('\n').length)).toEqual([2, 1]);
    expect(lines[0]?.message).toMatch(
      /^the pod shares the host’s namespace: hostPID \(spec\.hostPID: true → false or not set\)\nfix: Remove .*rules\/pod-security\/host-namespaces\/rule\.md$/,
    );
    expect(lines.map(({ enforcementlevel }) => enforcementlevel)).toEqual([mandatory, mandatory]);
  });

  test('refuses a stack of which nothing can be seen, and names what', async () => {
    const { lines } = await told(hosts, [release]);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ policyname: 'seaworthy', enforcementlevel: mandatory });
    expect(lines[0]?.message).toContain('helm.sh/v3:Release::chart');
  });

  test('counts in one line what it could not see, and blocks below the minimum', async () => {
    const half = [pod('a', {}), release];
    const { lines } = await told(hosts, half);
    expect(lines.map((one) => [one.enforcementlevel, one.message.slice(0, 34)])).toEqual([
      [0, '50 % of the stack could be seen (1'],
    ]);
    const strict = await told(hosts.replace('stack:', 'stack:\n  coverage: { minimum: 90 }'), half);
    expect(strict.lines.map((one) => one.enforcementlevel)).toEqual([mandatory]);
  });

  test('has nothing to say of a program without Kubernetes', async () => {
    const bucket = { name: 'b', type: 'aws:s3/bucket:Bucket', inputs: {} };
    expect((await told(hosts, [bucket])).lines).toEqual([]);
  });

  test('names project and stack from the URNs, which is all that an analysis of a state tells', async () => {
    const { session, reports } = openPack(hosts);
    await session.AnalyzeStack(analyzeStack([pod('a', {})]));
    expect(reports[0]?.stack?.source).toBe('pulumi shop/dev');
  });

  test('says what to do first in the report that somebody asked for, and spends no time on it else', async () => {
    const { session, reports } = openPack(hosts);
    const bad = analyzeStack([pod('a', { hostPID: true })]);
    await session.AnalyzeStack(bad);
    session.Configure(configure({ seaworthy: { level: 2, properties: { report: 'out' } } }));
    await session.AnalyzeStack(bad);
    expect(reports.map(({ fixPlan }) => fixPlan?.steps.map(({ action }) => action))).toEqual([
      undefined,
      ['In Pod default/a remove hostPID'],
    ]);
  });

  test('says of an update that what it refuses at the end is there already', async () => {
    const bad = [pod('a', { hostPID: true })];
    const during = await told(hosts, bad, false);
    expect(during.lines.at(-1)?.message).toContain('has been deployed');
    expect(during.lines.at(-1)?.enforcementlevel).toBe(mandatory);
    expect((await told(hosts, bad)).lines).toHaveLength(1);
    expect((await told(hosts, [pod('a', {})], false)).lines).toEqual([]);
  });

  test('judges inputs that were there when a resource was validated, whatever the list holds at the end', async () => {
    const { session } = openPack(hosts);
    await session.Analyze(analyze(pod('a', { hostPID: true })));
    const answer = await session.AnalyzeStack(analyzeStack([{ ...pod('a', {}), inputs: {} }]));
    const { diagnosticsList } = proto.AnalyzeResponse.deserializeBinary(answer).toObject();
    expect(diagnosticsList.map(({ policyname }) => policyname)).toEqual(['pod-security-host-namespaces']);
  });

  test('answers the same bytes and writes the same report whatever the order of the resources', async () => {
    const every = `stack:\n  rules: { ${rules.map(({ id }) => `${id}: block`).join(', ')} }\n`;
    const resources = Array.from({ length: 30 }, (_, index) =>
      index % 7 === 0
        ? { ...release, name: `chart-${index}` }
        : pod(`p${index % 10}-${index}`, {
            hostPID: index % 2 === 0,
            volumes: [{ name: 'v', hostPath: { path: '/' } }],
          }),
    );
    const run = async (list: readonly Told[]) => {
      const { session, reports } = openPack(every);
      for (const one of list) await session.Analyze(analyze(one));
      const answer = await session.AnalyzeStack(analyzeStack(list));
      return `${answer.toString('base64')} ${JSON.stringify(reports)}`;
    };
    const expected = await run(resources);
    expect(await run(resources.toReversed())).toBe(expected);
    const mixed = resources.toSorted((a, b) => ((a.name.length * 31) % 7) - ((b.name.length * 31) % 7));
    expect(await run(mixed)).toBe(expected);
  });

  test.each([
    ['pod-security-privilegd', {}, 'Did you mean pod-security-privileged?'],
    ['seaworthy', { polcyFile: 'a.yaml' }, 'Did you mean policyFile?'],
    ['pod-security-probes', { level: 'x' }, 'Take it out'],
  ])('names %s %j of its configuration that is not there', (name, properties, fix) => {
    const { session } = openPack(hosts);
    const wrong = configure({ all: { level: 0 }, [name]: { level: 1, properties } });
    expect(() => session.Configure(wrong)).toThrow(
      expect.objectContaining({ fix: expect.stringContaining(fix) }),
    );
  });

  test.each([
    [0, 0],
    [mandatory, mandatory],
    [3, mandatory],
  ])('takes the level %i of its configuration as %i', async (level, expected) => {
    const { session } = openPack(hosts.replace(': block', ': warn'));
    session.Configure(configure({ 'pod-security-host-namespaces': { level } }));
    const answer = await session.AnalyzeStack(analyzeStack([pod('a', { hostPID: true })]));
    const { diagnosticsList } = proto.AnalyzeResponse.deserializeBinary(answer).toObject();
    expect(diagnosticsList.map(({ enforcementlevel }) => enforcementlevel)).toEqual([expected]);
  });

  test('judges by the policy file that its configuration names, not by the one that it was asked about before', async () => {
    const { session, begun } = openPack(hosts, hosts.replace(': block', ': warn'));
    await session.GetAnalyzerInfo(Buffer.alloc(0));
    // The engine sends back the levels that it was told, for what the user did not set.
    session.Configure(
      configure({
        seaworthy: { level: mandatory, properties: { policyFile: 'other.yaml' } },
        'pod-security-host-namespaces': { level: mandatory },
      }),
    );
    expect(begun).toEqual([]);
    const judge = async () => {
      const answer = await session.AnalyzeStack(analyzeStack([pod('a', { hostPID: true })]));
      return proto.AnalyzeResponse.deserializeBinary(answer).toObject().diagnosticsList;
    };
    expect((await judge()).map(({ enforcementlevel }) => enforcementlevel)).toEqual([0]);
    await judge();
    expect(begun).toEqual(['other.yaml']);
  });

  test('never prints a secret, in no answer and no report', async () => {
    const canary = 'canary-4f1d9b';
    const secret = { '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270', value: canary };
    const container = {
      name: 'a',
      image: secret,
      args: [`--password=${canary}`],
      env: [
        { name: 'API_TOKEN', value: canary },
        { name: 'OTHER', value: secret },
      ],
      securityContext: { privileged: secret, runAsUser: secret, capabilities: { add: [secret] } },
    };
    const resources: readonly Told[] = [
      pod('a', {
        containers: [container],
        hostNetwork: secret,
        volumes: [{ name: 'v', hostPath: { path: secret } }],
      }),
      {
        name: 's',
        type: 'core/v1:Secret',
        inputs: { metadata: { name: 's' }, stringData: { token: canary } },
      },
      {
        name: 'c',
        type: 'core/v1:ConfigMap',
        inputs: {
          metadata: { name: 'c', annotations: { note: secret } },
          data: { password: canary, other: secret },
        },
      },
    ];
    const every = `stack:\n  rules: { ${rules.map(({ id }) => `${id}: block`).join(', ')} }\n`;
    const { lines, reports } = await told(every, resources);
    expect(lines.length).toBeGreaterThan(10);
    expect(JSON.stringify([lines, reports])).not.toContain(canary);
  });
});
