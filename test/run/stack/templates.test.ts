// Manifests in which marks of Helm stand: judged as kubectl applies them, unknown where a rendering would fill in.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openSurroundings } from '../../cli/surroundings.ts';

interface Told {
  readonly code: number;
  readonly told: readonly string[];
  readonly coverage: { readonly percent: number; readonly opaque: readonly unknown[] };
}

/** Findings as `rule: message`, the paths of what is not known in place of the message. */
async function judged(manifest: string, rules: string): Promise<Told> {
  const { run, directory } = openSurroundings();
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-templates-'));
  writeFileSync(join(folder, 'a.yaml'), manifest);
  const policy = join(directory, 'seaworthy.yaml');
  const off = ['egress', 'images', 'network', 'pod-security', 'quality', 'secrets', 'storage'];
  const all = [...off.map((area) => `${area}/*: off`), rules].join(', ');
  writeFileSync(policy, `version: 1\nstack:\n  rules: { ${all} }\n`);
  const { code, out } = await run('stack', folder, '--policy', policy, '--format', 'json');
  const { findings, stack } = JSON.parse(out);
  const told = findings.map(
    (one: { rule: string; message: string; details?: { unknown?: { path: string } } }) =>
      `${one.rule}: ${one.details?.unknown?.path ?? one.message}`,
  );
  return { code, told, coverage: stack.coverage };
}

const pod = (metadata: string, container: string, more = ''): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: { name: a${metadata} }\nspec:\n  containers:\n    - { name: c, ${container} }\n${more}`;

const configMap = (data: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n${data}`;

describe('marks of Helm in manifests', () => {
  test.each([
    [
      'an annotation',
      pod(', annotations: { note: "{{ .Values.x }}" }', 'image: "e:latest"', '  hostPID: true\n'),
    ],
    ['a comment', `# {{ .Values.x }}\n${pod('', 'image: "e:latest"', '  hostPID: true\n')}`],
    [
      'JSON',
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'a', annotations: { n: '{{ .Values.x }}' } },
        spec: { hostPID: true, containers: [{ name: 'c', image: 'e:latest' }] },
      }),
    ],
  ])('in %s do not keep the rest from being judged', async (_, manifest) => {
    const { code, told, coverage } = await judged(
      manifest,
      'pod-security/host-namespaces: block, images/mutable-tag: block',
    );
    expect(code).toBe(1);
    expect([...told].sort()).toEqual([
      'images/mutable-tag: the image of container c is named by the moving tag latest',
      'pod-security/host-namespaces: the pod shares the host’s namespace: hostPID',
    ]);
    expect(coverage).toMatchObject({ percent: 100, opaque: [] });
  });

  test.each([
    ['a value', 'image: "{{ .Values.image }}"', 'images/mutable-tag: spec.containers[0].image'],
    [
      'part of a value',
      'image: "r.example/a:{{ .Values.tag }}"',
      'images/mutable-tag: spec.containers[0].image',
    ],
    [
      'an argument',
      `image: '{{ default "x" .Values.image }}'`,
      'images/mutable-tag: spec.containers[0].image',
    ],
    ['a named template', `image: '{{ template "image" . }}'`, 'images/mutable-tag: spec.containers[0].image'],
    [
      'a variable beside',
      'command: ["{{ .Values.x }}"], image: "{{ $image }}"',
      'images/mutable-tag: spec.containers[0].image',
    ],
    [
      'a key',
      'image: "a:1", securityContext: { "{{ .Values.key }}": true }',
      'pod-security/privileged: spec.containers[0].securityContext',
    ],
  ])('in %s that a rule asks for are unknown, never a pass', async (_, container, expected) => {
    const { code, told } = await judged(
      pod('', container),
      'images/mutable-tag: block, pod-security/privileged: block',
    );
    expect(told).toEqual([expected]);
    expect(code).toBe(1);
  });

  test('in a key beside spec leave the whole resource unknown', async () => {
    const manifest = 'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\n"{{ .Values.spec }}": {}\n';
    const { code, told, coverage } = await judged(manifest, 'pod-security/privileged: block');
    expect([code, told, coverage.percent]).toEqual([1, ['pod-security/privileged: '], 0]);
  });

  test('in the name are shown in its place', async () => {
    const manifest = pod('', 'image: "a:1"', '  hostPID: true\n').replace(
      'name: a',
      'name: "{{ .Release.Name }}-web"',
    );
    const { run } = openSurroundings();
    const file = join(mkdtempSync(join(tmpdir(), 'seaworthy-templates-')), 'a.yaml');
    writeFileSync(file, manifest);
    expect((await run('stack', file)).out).toContain('Pod default/{{ .Release.Name }}-web');
  });

  test('that are Alertmanager’s own are texts of a ConfigMap; Helm’s there are unknown', async () => {
    const rules = 'secrets/config-map: block';
    const texts = `data:\n  t.tmpl: |\n    {{ define "title" }}[{{ .Status }}]{{ end }}\n  a.yml: |\n    title: '{{ template "title" . }}'\n`;
    expect(await judged(configMap(texts), rules)).toMatchObject({ code: 0, told: [] });
    const filled = 'data:\n  password: "{{ .Values.password }}"\n  note: "on {{ .Values.host }}"\n';
    expect((await judged(configMap(filled), rules)).told).toEqual([
      'secrets/config-map: data.password',
      'secrets/config-map: data.note',
    ]);
    const alone = `data:\n  password: '{{ template "password" . }}'\n`;
    expect((await judged(configMap(alone), rules)).told).toEqual(['secrets/config-map: data.password']);
  });

  test('leave `reach` the workloads and policies of their documents', async () => {
    const { run, directory } = openSurroundings();
    const annotated = (name: string): string =>
      pod(', annotations: { note: "{{ .Values.x }}" }', 'image: "a:1"').replace('name: a,', `name: ${name},`);
    writeFileSync(join(directory, 'a.yaml'), `${annotated('one')}---\n${annotated('two')}`);
    const { out } = await run('reach', join(directory, 'a.yaml'), '--format', 'csv');
    expect(out).toContain('default/one[Pod],default/two[Pod],All Connections');
  });
});
