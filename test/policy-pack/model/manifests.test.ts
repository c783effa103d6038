import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ownKinds } from '../../../policy-pack/data/own-kinds.ts';
import { readManifests } from '../../../policy-pack/model/manifests.ts';
import { placeOf } from '../../../policy-pack/model/position.ts';
import { UserError } from '../../../src/terms/errors.ts';

const read = (text: string, file = 'stack.yaml') => readManifests([{ file, text }]);

function refusal(text: string): UserError {
  try {
    read(text);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('it was read');
}

const bomb = [
  'a0: &a0 [x, x]',
  ...Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`),
].join('\n');

describe('manifests', () => {
  test('several documents, lists in lists and typed lists give their resources in order', () => {
    const text = [
      'apiVersion: v1\nkind: Namespace\nmetadata: {name: a}',
      'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: List\n  items:\n  - {apiVersion: v1, kind: Pod, metadata: {name: b}}',
      'apiVersion: v1\nkind: PodList\nitems:\n- metadata: {name: c, namespace: x}',
      '# only a comment',
      'apiVersion: v1\nkind: List\nitems: []',
    ].join('\n---\n');
    const { resources, opaque } = read(text);
    expect(resources.map((item) => [item.kind, item.namespace, item.name])).toEqual([
      ['Namespace', '', 'a'],
      ['Pod', 'default', 'b'],
      ['Pod', 'x', 'c'],
    ]);
    expect(opaque).toEqual([]);
  });

  test('a document that lacks one of two is told by its line and by what it lacks', () => {
    const { opaque } = read('apiVersion: v1\nmetadata: {name: a}\n---\nkind: Pod\n---\n- 1\n');
    expect(opaque.map(({ what, reason }) => `${what}: ${reason}`)).toEqual([
      'stack.yaml: no Kubernetes resource without kind',
      'stack.yaml:4: no Kubernetes resource without apiVersion',
      'stack.yaml:6: not a Kubernetes resource',
    ]);
  });

  test.each([
    [
      'an item without kind',
      '- {apiVersion: v1, metadata: {name: a}}',
      8,
      '[1]: no Kubernetes resource without kind',
    ],
    ['an item that is a text', '- Pod', 8, '[1]: not a Kubernetes resource'],
    ['an item that is empty', '-', 8, '[1]: not a Kubernetes resource'],
    ['a list in a list', '- [1]', 8, '[1][0]: not a Kubernetes resource'],
    [
      'an item of an inner List',
      '- {kind: List, items: [{kind: Pod}]}',
      8,
      '[1].items[0]: no Kubernetes resource without apiVersion',
    ],
  ])('%s of a List is told, the others are read', (_, item, line, told) => {
    const good = '- apiVersion: v1\n  kind: Pod\n  metadata: {name: good}';
    const { resources, opaque } = read(`---\napiVersion: v1\nkind: List\nitems:\n${good}\n${item}\n`);
    expect(resources.map(({ name }) => name)).toEqual(['good']);
    expect(opaque.map(({ what, reason }) => `${what}: ${reason}`)).toEqual([
      `stack.yaml:${line}: items${told}`,
    ]);
  });

  test('items that are no list are told, those that there are none of are not', () => {
    const items = (written: string) =>
      read(`apiVersion: v1\nkind: List\nitems: ${written}\n`).opaque.map(
        ({ what, reason }) => `${what}: ${reason}`,
      );
    expect(items('{a: {apiVersion: v1, kind: Pod}}')).toEqual([
      'stack.yaml:3: items: not a Kubernetes resource',
    ]);
    expect(items('pods')).toEqual(['stack.yaml:3: items: not a Kubernetes resource']);
    expect([...items(''), ...items('[]')]).toEqual([]);
  });

  test.each([
    ['namespace: n', 'metadata.namespace is read as false, which is no text'],
    ['name: on', 'metadata.name is read as true, which is no text'],
    ['name: 007', 'metadata.name is read as 7, which is no text'],
  ])('%s is refused, as by every client of the API', (line, message) => {
    const error = refusal(`apiVersion: v1\nkind: Pod\nmetadata:\n  ${line}\n`);
    expect(error.message).toBe(`stack.yaml:4: ${message}`);
    expect(error.fix).toContain('quotes');
    expect(() =>
      read(`apiVersion: v1\nkind: Pod\nmetadata:\n  ${line.replace(/ (.*)$/, ' "$1"')}\n`),
    ).not.toThrow();
  });

  test('what tells a tool what to write is not seen, with the tool that does', () => {
    const kustomization =
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [web.yaml]';
    const { resources, opaque } = readManifests([
      { file: 'a/kustomization.yaml', text: kustomization },
      { file: 'b/kustomization.yaml', text: 'resources: [web.yaml]' },
      { file: 'c/Chart.yaml', text: 'apiVersion: v2\nname: c' },
    ]);
    expect(resources).toEqual([]);
    expect(opaque.map(({ what, reason }) => `${what}: ${reason}`)).toEqual([
      'b/kustomization.yaml: a kustomization: name what `kubectl kustomize` prints of it',
      'c/Chart.yaml: of a Helm chart: name what `helm template` prints of it',
      'a/kustomization.yaml: a kustomization: name what `kubectl kustomize` prints of it',
    ]);
  });

  test('a kind that its group does not have is not seen; a custom resource may have any', () => {
    const { resources, opaque } = read(
      [
        'apiVersion: apps/v1\nkind: Deploymnet\nmetadata: {name: a}',
        'apiVersion: v1\nkind: List\nitems: [{apiVersion: networking.k8s.io/v1, kind: networkPolicy}]',
        'apiVersion: shop.example/v1\nkind: Deploymnet\nmetadata: {name: b}',
      ].join('\n---\n'),
    );
    expect(resources.map(({ name }) => name)).toEqual(['b']);
    expect(opaque.map(({ what, reason }) => `${what}: ${reason}`)).toEqual([
      'stack.yaml: apps/v1 has no kind Deploymnet: check how it is spelled',
      'stack.yaml: networking.k8s.io/v1 has no kind networkPolicy: check how it is spelled',
    ]);
  });

  test.each([
    ['', 'core'],
    ['apps', 'apps'],
    ['batch', 'batch'],
    ['networking.k8s.io', 'networking'],
    ['rbac.authorization.k8s.io', 'rbac'],
  ])('every kind of group "%s" that Pulumi’s provider has is one of its kinds', (group, folder) => {
    const provider = join(dirname(createRequire(import.meta.url).resolve('@pulumi/kubernetes')), folder);
    const named = readdirSync(provider, { recursive: true, encoding: 'utf8' }).flatMap(
      (file) => /^v\w+\/(\w+?)(?<!List|Patch|index)\.d\.ts$/.exec(file)?.[1] ?? [],
    );
    const own = [...(ownKinds.get(group) ?? [])].map((kind) => kind.toLowerCase());
    expect(named).not.toEqual([]);
    expect(own).toEqual(expect.arrayContaining(named.map((kind) => kind.toLowerCase())));
  });

  test('scalars are read as the API server reads them', () => {
    const [resource] = read(
      'apiVersion: x.io/v1\nkind: X\nmode: 0644\nclock: 22:22\nday: 2026-01-02\non: yes\nbase: &b {a: 1}\nmerged: {<<: *b, c: 2}\n',
    ).resources;
    expect(resource?.tree).toEqual({
      apiVersion: 'x.io/v1',
      kind: 'X',
      mode: 420,
      clock: '22:22',
      day: '2026-01-02',
      true: true,
      base: { a: 1 },
      merged: { a: 1, c: 2 },
    });
  });

  test.each([
    ['a key twice', 'a: 1\nb: 2\na: 3', 3, 'unique'],
    ['a key twice in JSON', '{\n"a": 1,\n"\\u0061": 2}', 3, 'twice'],
    ['65 levels of YAML', `x:\n  ${'- '.repeat(64)}1`, 2, '64 levels'],
    ['a deep flow', `a: ${'['.repeat(50_000)}`, 1, '64 levels'],
    ['deep JSON', `${'['.repeat(70)}${']'.repeat(70)}`, 1, '64 levels'],
    ['aliases that unfold without end', bomb, 20, 'unfold'],
    ['an alias of nothing', 'a: 1\nb: *gone', 2, 'gone'],
    ['an alias within itself', 'a: 1\nb: &b [*b]', 2, 'before it'],
    ['broken YAML', 'a: [1, 2\nb: 3', 2, ''],
  ])('refuses %s with file and line', (_, text, line, words) => {
    const error = refusal(text);
    expect(error.code).toBe('manifest');
    expect(error.at).toEqual({ file: 'stack.yaml', line });
    expect(error.message).toContain(words);
    expect(error.fix).not.toBe('');
  });

  test.each([
    ['a template that is no YAML', '{{- if .Values.on }}\nkind: Pod\n{{- end }}\n'],
    [
      'a template that does not say its kind',
      'apiVersion: v1\nkind: "{{ .Values.kind }}"\nmetadata:\n  name: web\n',
    ],
    [
      'a template with a mark that is read as a mapping',
      'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  securityContext: {{ .Values.context }}\n',
    ],
    ['a name in a flow map', 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ include "x" . }}\n'],
  ])('%s is opaque, not a resource and no crash', (_, text) => {
    const { resources, opaque } = read(text);
    expect(resources).toEqual([]);
    expect(opaque.map((item) => item.reason)).toEqual(['a Helm template that is not rendered']);
  });

  test('braces of other languages do not make a document opaque', () => {
    const { resources } = read(
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  alert: "{{ $labels.instance }} is down"\n',
    );
    expect(resources).toHaveLength(1);
  });

  test('a document that is no resource is counted', () => {
    const wide = Buffer.from('\uFEFFkind: Pod\n', 'utf16le').toString('utf8');
    expect(read(wide).opaque.map((item) => item.reason)).toEqual(['not written in UTF-8']);
    expect(read('replicas: 3\n').opaque.map((item) => item.reason)).toEqual(['not a Kubernetes resource']);
  });

  test('lines are those of the file, also inside a list of a later document', () => {
    const text =
      'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n---\napiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: b\n  spec:\n    hostNetwork: true\n';
    const pod = read(text).resources[1];
    if (pod === undefined) throw new Error('no pod');
    expect(placeOf(pod)).toEqual({ file: 'stack.yaml', line: 9 });
    expect(placeOf(pod, ['spec', 'hostNetwork'])).toEqual({ file: 'stack.yaml', line: 14 });
    expect(placeOf(pod, ['spec', 'containers', 3, 'image'])).toEqual({ file: 'stack.yaml', line: 14 });
  });

  test('a key called __proto__ stays a key', () => {
    const [resource] = read('{"apiVersion":"x.io/v1","kind":"X","__proto__":{"polluted":true}}').resources;
    expect(Object.keys(resource?.tree ?? {})).toContain('__proto__');
    expect(Object.prototype).not.toHaveProperty('polluted');
  });
});
