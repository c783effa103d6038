// The stack gate as a user runs it: folders and states in, a verdict, findings with places, a comparison out.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { rules as everyRule } from '../../policy-pack/rules/registry.ts';
import { effectivePolicy } from '../../src/gate/effective-policy.ts';
import { parsePolicy } from '../../src/gate/policy-file.ts';
import { resultSchema } from '../../src/report/schema/result.ts';
import { parsing } from '../../src/run/policy/parsing.ts';
import { renderStack, stackFormats } from '../../src/run/stack/render.ts';
import { gateStack, type StackRequest } from '../../src/run/stack.ts';
import { UserError } from '../../src/terms/errors.ts';
import type { Result } from '../../src/terms/verdict.ts';

const work = mkdtempSync(join(tmpdir(), 'seaworthy-stack-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const asOf = new Date('2026-11-25T00:00:00Z');

function folder(name: string, files: Readonly<Record<string, string>>): string {
  for (const [file, text] of Object.entries(files)) {
    const path = join(work, name, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return join(work, name);
}

/** A policy that asks only for what the test is about. */
async function gate(request: Omit<StackRequest, 'asOf'>, policy: string): Promise<Result> {
  const file = parsePolicy(`version: 1\n${policy}`, { ...parsing, file: 'seaworthy.yaml', now: asOf });
  return (await gateStack({ ...request, asOf }, effectivePolicy({ file }))).result;
}

/** Whatever areas there are: a test names the rules that it is about. */
const allOff = [...new Set(everyRule.map(({ id }) => `${id.split('/', 1)[0]}/*: off`))].join(', ');

const only = (rules: string, more = ''): string => `stack:\n  rules: { ${allOff}, ${rules} }\n${more}`;

const pod = (name: string, spec: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: { name: ${name} }\nspec:\n  containers: [{ name: a, image: a }]\n  ${spec}\n`;

const hostNetwork = only('pod-security/host-namespaces: block');

describe('the stack gate', () => {
  test('reads folders, several documents and Lists, and names file and line', async () => {
    const path = folder('many', {
      'a.yaml': `${pod('one', 'hostPID: false')}---\n${pod('two', 'hostNetwork: true')}`,
      'deep/list.yml':
        'apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Pod\n    metadata: { name: three }\n    spec:\n      hostIPC: true\n',
      '.hidden/b.yaml': 'not: [read',
      'notes.txt': 'nor this',
    });
    const result = await gate({ paths: [path] }, hostNetwork);
    expect(result.verdict?.merge).toBe('fail');
    expect(result.stack).toMatchObject({ resources: 3, coverage: { seen: 3, percent: 100 } });
    expect(result.findings.map(({ subject, where }) => [subject, where])).toEqual([
      [
        'Pod default/three',
        { kind: 'file', file: join(path, 'deep/list.yml'), line: 8, field: 'spec.hostIPC' },
      ],
      ['Pod default/two', { kind: 'file', file: join(path, 'a.yaml'), line: 13, field: 'spec.hostNetwork' }],
    ]);
  });

  test('reads a Pulumi state, names the URN and its parents', async () => {
    const state = {
      version: 3,
      deployment: {
        resources: [
          { urn: 'urn:pulumi:dev::shop::my:Site::site', type: 'my:Site' },
          {
            urn: 'urn:pulumi:dev::shop::my:Site$kubernetes:core/v1:Pod::web',
            type: 'kubernetes:core/v1:Pod',
            parent: 'urn:pulumi:dev::shop::my:Site::site',
            inputs: { metadata: { name: 'web-1a2b' }, spec: { hostPID: true } },
          },
        ],
      },
    };
    const path = join(folder('state', { 'state.json': JSON.stringify(state) }), 'state.json');
    const [found] = (await gate({ paths: [path] }, hostNetwork)).findings;
    expect(found?.where).toEqual({
      kind: 'urn',
      urn: 'urn:pulumi:dev::shop::my:Site$kubernetes:core/v1:Pod::web',
      parents: ['urn:pulumi:dev::shop::my:Site::site'],
      field: 'spec.hostPID',
    });
  });

  test('with a base only what is new stands in the way; what moved to another file is not new', async () => {
    const base = folder('base', {
      'old.yaml': pod('a', 'hostPID: true'),
      'gone.yaml': pod('b', 'hostIPC: true'),
    });
    const same = folder('same', { 'renamed.yaml': pod('a', 'hostPID: true') });
    const worse = folder('worse', { 'a.yaml': pod('a', 'hostPID: true\n  hostIPC: true') });
    const kept = await gate({ paths: [same], base: [base] }, hostNetwork);
    expect(kept.verdict).toMatchObject({ merge: 'pass', certificate: 'fail' });
    expect(kept.findings.map((finding) => finding.origin)).toEqual(['inherited']);
    expect(kept.fixed?.map((finding) => finding.subject)).toEqual(['Pod default/b']);
    const added = await gate({ paths: [worse], base: [base] }, hostNetwork);
    expect(added.verdict?.merge).toBe('fail');
    expect(added.findings.map((finding) => [finding.origin, finding.blocksMerge]).sort()).toEqual([
      ['inherited', false],
      ['introduced', true],
    ]);
  });

  test('a rule of the policy may warn, be off, or be waived until a day', async () => {
    const path = folder('waived', { 'a.yaml': pod('a', 'hostPID: true') });
    const warned = await gate({ paths: [path] }, only('pod-security/host-namespaces: warn'));
    expect(warned.verdict?.merge).toBe('pass');
    expect(warned.findings.map((finding) => finding.treatment)).toEqual(['warn']);
    expect((await gate({ paths: [path] }, only('pod-security/host-namespaces: off'))).findings).toEqual([]);
    const waiver =
      'waivers:\n  - { rule: pod-security/host-namespaces, subject: "Pod default/a", reason: r, owner: o, expires: 2026-12-01 }\n';
    const waived = await gate({ paths: [path] }, hostNetwork + waiver);
    expect(waived.verdict).toMatchObject({ merge: 'pass', certificate: 'pass' });
    expect(waived.waivers).toMatchObject([{ uses: 1 }]);
  });

  test('what is not known never passes, unless the policy says that it warns', async () => {
    const inputs = { spec: { hostPID: '04da6b54-80e4-46f7-96ec-b56ff0331ba9' } };
    const urn = 'urn:pulumi:dev::shop::kubernetes:core/v1:Pod::web';
    const resources = [{ urn, type: 'kubernetes:core/v1:Pod', inputs }];
    const path = folder('unknown', { 's.json': JSON.stringify({ version: 3, deployment: { resources } }) });
    const blocked = await gate({ paths: [path] }, hostNetwork);
    expect(blocked.verdict).toMatchObject({ merge: 'incomplete', certificate: 'incomplete' });
    expect(blocked.findings[0]?.details).toMatchObject({ unknown: { path: 'spec.hostPID' } });
    const warned = await gate(
      { paths: [path] },
      hostNetwork.replace('stack:\n', 'stack:\n  unknown: warn\n'),
    );
    expect(warned.verdict?.merge).toBe('pass');
  });

  test('a stack of which too little is seen, or which holds nothing, is incomplete', async () => {
    const path = folder('opaque', {
      'a.yaml': pod('a', 'hostPID: false'),
      't.yaml': 'image: {{ .Values.x }}\n',
    });
    const half = await gate(
      { paths: [path] },
      hostNetwork.replace('stack:\n', 'stack:\n  coverage: { minimum: 90 }\n'),
    );
    expect(half.stack?.coverage.percent).toBe(50);
    expect(half.verdict?.merge).toBe('incomplete');
    expect((await gate({ paths: [path] }, hostNetwork)).verdict?.merge).toBe('pass');
    const none = folder('none', { 'a.yaml': '# nothing here\n' });
    expect((await gate({ paths: [none] }, hostNetwork)).verdict?.merge).toBe('incomplete');
  });

  test('presets: advisory stops nothing and says what it would; strict lets no rule only warn', async () => {
    const path = folder('presets', { 'a.yaml': pod('a', 'hostPID: true') });
    const advisory = await gate({ paths: [path], preset: 'advisory' }, hostNetwork);
    expect(advisory.verdict).toMatchObject({ merge: 'pass', wouldBe: { merge: 'fail' } });
    const warns = only('').replaceAll('pod-security/*: off, ', '');
    const lenient = await gate({ paths: [path] }, warns);
    const strict = await gate({ paths: [path], preset: 'strict' }, warns);
    const warning = (result: Result): number =>
      result.findings.filter((finding) => finding.treatment === 'warn').length;
    expect(warning(lenient)).toBeGreaterThan(0);
    expect(warning(strict)).toBe(0);
  });

  test.each([
    ['an unknown rule', 'stack: { rules: { pod-security/privilegd: off } }', 'pod-security/privileged'],
    ['an unknown version', 'stack: { podSecurity: { version: "1.99" } }', '1.37'],
    ['a misspelt section', 'stack: { podSecurty: { level: baseline } }', 'podSecurity'],
    ['an unknown level', 'stack: { podSecurity: { level: strict } }', 'restricted'],
  ])('the policy names %s', async (_what, text, told) => {
    const path = folder('wrong', { 'a.yaml': pod('a', 'hostPID: true') });
    let thrown: unknown;
    try {
      await gate({ paths: [path] }, `${text}\n`);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(UserError);
    expect(thrown instanceof UserError && `${thrown.message} ${thrown.fix}`).toContain(told);
  });

  test('a path that is not there is the user’s mistake', async () => {
    await expect(gate({ paths: [join(work, 'nowhere')] }, hostNetwork)).rejects.toThrow(/there is no/);
  });

  test('a file of another encoding is refused by name, for its letters would be others', async () => {
    const path = folder('latin', { 'a.yaml': '' });
    writeFileSync(join(path, 'a.yaml'), Buffer.from(pod('caf\u00e9', ''), 'latin1'));
    const failure = await gate({ paths: [path] }, hostNetwork).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UserError);
    expect(failure).toMatchObject({ message: `${join(path, 'a.yaml')} is not written in UTF-8` });
  });

  test('every format tells the finding, and the JSON keeps its schema', async () => {
    const path = folder('formats', { 'a.yaml': pod('a', 'hostPID: true') });
    const result = await gate({ paths: [path] }, hostNetwork);
    for (const format of stackFormats) {
      expect(renderStack(result, format, { color: false, width: 100 })).toContain(
        'pod-security/host-namespaces',
      );
    }
    const json: unknown = JSON.parse(renderStack(result, 'json', { color: false, width: 100 }));
    expect(resultSchema.parse(json).findings).toEqual(JSON.parse(JSON.stringify(result.findings)));
    expect(renderStack(result, 'sarif', { color: false, width: 100 })).toContain('"startLine": 6');
  });
});

test('many things that cannot be seen are counted, and named with --all', async () => {
  const typo = (name: number): string =>
    `apiVersion: apps/v1\nkind: Deploymnet\nmetadata: { name: a${name} }\n`;
  const text = Array.from({ length: 30 }, (_, index) => typo(index)).join('---\n');
  const result = await gate({ paths: [folder('typos', { 'a.yaml': text })] }, hostNetwork);
  const lines = (all: boolean): readonly string[] =>
    renderStack(result, 'text', { color: false, width: 100, all })
      .split('\n')
      .filter((line) => line.includes('not seen'));
  expect(lines(false)).toHaveLength(21);
  expect(lines(false).at(-1)).toBe('  … and 10 more that are not seen: --all');
  expect(lines(true)).toHaveLength(30);
});

test('what a GitOps controller deploys is not seen, and a stack of nothing else does not pass', async () => {
  const application =
    'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: shop }\nspec: { project: default }\n';
  const { verdict, stack } = await gate(
    { paths: [folder('gitops', { 'a.yaml': application })] },
    hostNetwork,
  );
  expect(verdict?.merge).toBe('incomplete');
  expect(stack?.coverage).toEqual({
    seen: 0,
    percent: 0,
    opaque: [
      { subject: 'Application default/shop', reason: 'what Argo CD deploys for it is not in the stack' },
    ],
  });
  const beside = folder('beside', { 'a.yaml': application, 'b.yaml': pod('one', '') });
  expect((await gate({ paths: [beside] }, hostNetwork)).stack?.coverage.percent).toBe(50);
});

test('a resource that stands in two files is told, and each of them is judged', async () => {
  const path = folder('overlays', {
    'base/pod.yaml': pod('one', ''),
    'prod/pod.yaml': pod('one', 'hostNetwork: true'),
    'prod/job.yaml':
      'apiVersion: batch/v1\nkind: Job\nmetadata: { generateName: a- }\n---\napiVersion: batch/v1\nkind: Job\nmetadata: { generateName: a- }\n',
  });
  const { warnings, findings } = await gate({ paths: [path] }, hostNetwork);
  const [base, prod] = ['base', 'prod'].map((name) => join(path, name, 'pod.yaml:1'));
  expect(warnings).toEqual([
    `Pod default/one stands in ${base} and ${prod}: a cluster keeps one of them, and each was judged.`,
  ]);
  expect(findings).toHaveLength(1);
});
