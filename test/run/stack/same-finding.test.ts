// What counts as the finding that was there before: another wrong value is news, a release of the same image is none.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { rules } from '../../../policy-pack/rules/registry.ts';
import { effectivePolicy } from '../../../src/gate/effective-policy.ts';
import { parsePolicy } from '../../../src/gate/policy-file.ts';
import { parsing } from '../../../src/run/policy/parsing.ts';
import { gateStack } from '../../../src/run/stack.ts';
import type { Result } from '../../../src/terms/verdict.ts';

const work = mkdtempSync(join(tmpdir(), 'seaworthy-same-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));
const asOf = new Date('2026-11-25T00:00:00Z');
const off = [...new Set(rules.map(({ id }) => `${id.split('/', 1)[0]}/*: off`))].join(', ');
let files = 0;

function write(text: string, extension = 'yaml'): string {
  files += 1;
  const file = join(work, `${files}.${extension}`);
  writeFileSync(file, text);
  return file;
}

async function compare(rule: string, settings: string, base: string, head: string): Promise<Result> {
  const text = `version: 1\nimages: { consider: introduced }\nstack:\n  rules: { ${off}, ${rule}: block }\n  ${settings}\n`;
  const policy = effectivePolicy({
    file: parsePolicy(text, { ...parsing, file: 'seaworthy.yaml', now: asOf }),
  });
  return (await gateStack({ paths: [head], base: [base], asOf }, policy)).result;
}

async function told(rule: string, settings: string, base: string, head: string): Promise<string> {
  const { findings, verdict, fixed } = await compare(rule, settings, write(base), write(head));
  const origins = findings.map(({ origin }) => origin).sort();
  expect(verdict?.merge).toBe(origins.includes('introduced') ? 'fail' : 'pass');
  return [...origins, ...(fixed ?? []).map(() => 'fixed')].join(' ');
}

const pod = (spec: string, metadata = 'name: web'): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: { namespace: shop, ${metadata} }\nspec: ${spec}\n`;
const image = (name: string): string => pod(`{ containers: [{ name: web, image: "${name}" }] }`);
const sha = (digit: string): string => `sha256:${digit.repeat(64)}`;
const mount = (path: string): string =>
  pod(`{ containers: [{ name: web, image: a }], volumes: [{ name: v, hostPath: { path: ${path} } }] }`);
const variable = (value: string): string =>
  pod(`{ containers: [{ name: web, image: a, env: [{ name: DB_PASSWORD, value: "${value}" }] }] }`);
const fromSecret = (name: string): string =>
  pod(
    `{ containers: [{ name: web, image: a, env: [{ name: P, valueFrom: { secretKeyRef: { name: ${name}, key: p } } }] }] }`,
  );
const selinux = (type: string): string =>
  pod(`{ securityContext: { seLinuxOptions: { type: ${type} } }, containers: [{ name: web, image: a }] }`);
const replicas = (text: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { namespace: shop, name: web }\nspec: { ${text} template: { spec: { containers: [] } } }\n`;
const key = (marks: string): string => `AKIA${marks}`;
const config = (text: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { namespace: shop, name: c }\ndata:\n  app.conf: ${JSON.stringify(text)}\n`;
const [one, two] = [key('QYLPMN5HFIQR7XYA'), key('Z3MFKW2D5RTUV6JH')];

const ok = 'images: { registries: [ok.example] }';
test.each([
  ['images/registry', ok, image('old.example/a:1'), image('other.example/x:9'), 'introduced fixed'],
  ['images/registry', ok, image('old.example/a:1'), image('old.example/b:1'), 'introduced fixed'],
  ['images/registry', ok, image('old.example/a:1'), image(`old.example/a:2@${sha('a')}`), 'inherited'],
  ['images/digest', '', image('r.example/a:1'), image('r.example/a:2'), 'inherited'],
  ['images/digest', '', image('r.example/a:1'), image('r.example/b:1'), 'introduced fixed'],
  ['images/mutable-tag', '', image('r.example/a:latest'), image('r.example/a:main'), 'inherited'],
  ['images/mutable-tag', '', image('r.example/a'), image('x.example/a'), 'introduced fixed'],
  [
    'pod-security/dangerous-mounts',
    '',
    mount('/etc/kubernetes'),
    mount('/var/lib/kubelet'),
    'introduced fixed',
  ],
  [
    'pod-security/host-path-volumes',
    'podSecurity: { level: baseline }',
    mount('/var/log/app'),
    mount('/home'),
    'introduced fixed',
  ],
  [
    'pod-security/host-path-volumes',
    'podSecurity: { level: baseline }',
    mount('/home'),
    mount('/home'),
    'inherited',
  ],
  ['pod-security/se-linux-options', '', selinux('foo_t'), selinux('spc_t'), 'introduced fixed'],
  ['secrets/environment', '', variable('kV9-xq27Lm'), variable('Zt5-bn31Rw'), 'introduced fixed'],
  ['secrets/environment', '', variable('kV9-xq27Lm'), variable('kV9-xq27Lm'), 'inherited'],
  ['secrets/files-over-variables', '', fromSecret('db-1a2b3c4'), fromSecret('db-9f8e7d6'), 'inherited'],
  ['secrets/config-map', '', config(`k=${one}\n`), config(`# new\nk=${one}\nx=1\n`), 'inherited'],
  ['secrets/config-map', '', config(`k=${one}\n`), config(`k=${two}\n`), 'introduced fixed'],
  ['secrets/config-map', '', config(`k=${one}\nl=${two}\n`), config(`k=${two}\n`), 'inherited'],
  ['quality/replicas', '', replicas(''), replicas('replicas: 1,'), 'inherited'],
])('%s (%#)', async (rule, settings, base, head, expected) => {
  expect(await told(rule, settings, base, head)).toBe(expected);
});

describe('what workloads reach', () => {
  const labelled = (name: string): string =>
    pod('{ containers: [{ name: c, image: a }] }', `name: ${name}, labels: { app: ${name} }`);
  const policy = (ingress: string): string =>
    `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { namespace: shop, name: p }\nspec: { podSelector: { matchLabels: { app: db } }, policyTypes: [Ingress], ingress: ${ingress} }\n`;
  const closed =
    'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { namespace: shop, name: q }\nspec: { podSelector: { matchExpressions: [{ key: app, operator: NotIn, values: [db] }] }, policyTypes: [Ingress] }\n';
  const stack = (ingress: string, names = ['a', 'b', 'db']): string =>
    [...names.map(labelled), policy(ingress), closed].join('---\n');
  const from = (names: string, ports = ''): string =>
    `[{ from: [{ podSelector: { matchExpressions: [{ key: app, operator: In, values: [${names}] }] } }]${ports} }]`;
  const port = (list: string): string => `, ports: [${list}]`;
  const only = 'network: { only: [] }';
  const at80 = from('a', port('{ port: 80 }'));
  const range = from('a', port('{ port: 80, endPort: 90 }'));

  test.each([
    ['another sender', at80, from('a, b', port('{ port: 80 }')), 'introduced'],
    ['another sender in place of one', at80, from('b', port('{ port: 80 }')), 'introduced fixed'],
    ['more ports', at80, from('a'), 'introduced'],
    ['another port', at80, from('a', port('{ port: 81 }')), 'introduced fixed'],
    ['another protocol', at80, from('a', port('{ port: 80, protocol: UDP }')), 'introduced fixed'],
    ['fewer senders', from('a, b', port('{ port: 80 }')), at80, 'inherited'],
    ['fewer ports', from('a'), at80, 'inherited'],
    ['a part of a range', range, from('a', port('{ port: 85 }')), 'inherited'],
    ['beyond a range', range, from('a', port('{ port: 85, endPort: 91 }')), 'introduced'],
    [
      'the same in other words',
      range,
      from('a', port('{ port: 85, endPort: 90 }, { port: 80, endPort: 84 }')),
      'inherited',
    ],
  ])('network/only: %s', async (_name, base, head, expected) => {
    expect(await told('network/only', only, stack(base), stack(head))).toBe(expected);
  });

  test('a namespace that is open by default is no news for another pod, nor for one that stays open alone', async () => {
    const open = [labelled('a'), labelled('db')].join('---\n');
    expect(await told('network/default-deny', '', open, `${open}---\n${labelled('c')}`)).toBe(
      'inherited inherited',
    );
    const deny =
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { namespace: shop, name: deny }\nspec: { podSelector: {}, policyTypes: [Ingress, Egress] }\n';
    const left = `${open}---\n${deny}---\n${policy('[{}]')}`;
    expect(await told('network/default-deny', '', open, left)).toBe('inherited fixed fixed');
    expect(await told('network/default-deny', '', `${open}---\n${deny}`, left)).toBe('introduced');
  });

  test('egress to more addresses is news, to fewer none', async () => {
    const to = (...blocks: readonly string[]): string =>
      `${labelled('a')}---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { namespace: shop, name: p }\nspec: { podSelector: {}, policyTypes: [Egress], egress: [{ to: [${blocks.map((cidr) => `{ ipBlock: { cidr: ${cidr} } }`).join(', ')}] }] }\n`;
    const list = 'egress: { allow: [] }';
    const rule = 'egress/allow-list';
    expect(await told(rule, list, to('198.51.0.0/16'), to('198.51.100.0/24'))).toBe('inherited');
    expect(await told(rule, list, to('198.51.100.0/24'), to('198.51.0.0/16'))).toBe('introduced');
    expect(await told(rule, list, to('8.8.8.0/24'), to('9.9.9.0/24'))).toBe('introduced fixed');
  });
});

describe('secrets of a program', () => {
  const marked = (password: string): string =>
    write(
      JSON.stringify({
        version: 3,
        deployment: {
          resources: [
            {
              urn: 'urn:pulumi:dev::shop::kubernetes:core/v1:ConfigMap::c',
              type: 'kubernetes:core/v1:ConfigMap',
              inputs: {
                metadata: { namespace: 'shop', name: 'c' },
                data: {
                  password: {
                    '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270',
                    plaintext: JSON.stringify(password),
                  },
                },
              },
            },
          ],
        },
      }),
      'json',
    );

  test('are compared, and never shown', async () => {
    const values = ['kV9-xq27Lm', 'Zt5-bn31Rw'];
    const [before, after] = values.map(marked);
    const changed = await compare('secrets/config-map', '', before ?? '', after ?? '');
    expect(changed.findings.map(({ origin }) => origin)).toEqual(['introduced']);
    const same = await compare('secrets/config-map', '', before ?? '', before ?? '');
    expect(same.findings.map(({ origin }) => origin)).toEqual(['inherited']);
    for (const value of values) expect(JSON.stringify([changed, same])).not.toContain(value);
  });

  test('what cannot be seen on both sides is inherited; what can be on one side alone is not', async () => {
    const state = (value: unknown): string =>
      write(
        JSON.stringify({
          version: 3,
          deployment: {
            resources: [
              {
                urn: 'urn:pulumi:dev::shop::kubernetes:core/v1:Pod::p',
                type: 'kubernetes:core/v1:Pod',
                inputs: {
                  metadata: { namespace: 'shop', name: 'p' },
                  spec: { containers: [{ name: 'c', image: 'a' }], hostPID: value },
                },
              },
            ],
          },
        }),
        'json',
      );
    const unknown = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
    const rule = 'pod-security/host-namespaces';
    const origin = async (base: unknown, head: unknown): Promise<unknown> =>
      (await compare(rule, '', state(base), state(head))).findings.map((one) => one.origin);
    expect(await origin(unknown, unknown)).toEqual(['inherited']);
    expect(await origin(true, unknown)).toEqual(['introduced']);
    expect(await origin(unknown, true)).toEqual(['introduced']);
  });
});
