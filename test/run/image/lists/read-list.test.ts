// Images that a build names are judged one by one; what names none, or leaves one out, is an error and no small gate.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the braces are those of the files that are read
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { expandImages } from '../../../../src/run/image/globs.ts';

const folder = mkdtempSync(join(tmpdir(), 'seaworthy-lists-'));
const digest = `sha256:${'a'.repeat(64)}`;

function expand(kind: 'bake' | 'compose', content: unknown): readonly string[] {
  const file = kind === 'bake' ? 'bake.json' : 'compose.yaml';
  writeFileSync(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content));
  return expandImages([`${kind}:${file}`], folder, new Map());
}

/** As `docker buildx bake --metadata-file` writes it (docs.docker.com/reference/cli/docker/buildx/bake/#metadata-file). */
const metadata = {
  'buildx.build.warnings': {},
  db: { 'containerimage.digest': digest, 'image.name': 'r.example/db:1' },
  web: {
    'buildx.build.ref': 'x',
    'containerimage.digest': digest,
    'image.name': 'r.example/web:1,r.example/web:2',
  },
};

test('Bake’s metadata: what was built, by digest', () => {
  expect(expand('bake', metadata)).toEqual([`r.example/db:1@${digest}`, `r.example/web:1@${digest}`]);
});

test('Bake’s definition: where each target goes, exporters before tags', () => {
  const target = {
    web: { args: { A: '1', a: '2' }, tags: ['r.example/web:1', 'r.example/web:2'] },
    layout: { tags: ['r.example/x'], output: ['type=oci,tar=false,dest=out/layout'] },
    archive: { output: [{ type: 'oci', dest: 'out/archive.tar' }] },
    docker: { output: ['type=cacheonly', 'type=docker,dest=out/docker.tar'] },
  };
  expect(expand('bake', { group: { default: { targets: Object.keys(target) } }, target })).toEqual([
    'r.example/web:1',
    'oci:out/layout',
    'oci-archive:out/archive.tar',
    'docker-archive:out/docker.tar',
  ]);
});

test('a Compose file: the image of every service', () => {
  const services =
    'services:\n  web: { image: r.example/web:1, build: . }\n  db: { image: "r.example/db:1" }\n';
  expect(expand('compose', services)).toEqual(['r.example/web:1', 'r.example/db:1']);
});

test.each([
  ['bake', {}, 'names no image'],
  ['bake', { web: { 'image.name': 'r.example/web' } }, 'the target web has no digest'],
  ['bake', { web: { 'containerimage.digest': digest } }, 'the target web has no name'],
  ['bake', { target: { default: {} } }, 'the target default has neither a tag nor an output'],
  ['bake', '{"target": {}, "target": {"a": {"tags": ["x"]}}}', 'bake.json gives no images'],
  ['compose', 'services: { web: { build: . } }', 'the service web has no image'],
  ['compose', 'version: 3', 'it has no services'],
  ['compose', 'services: {}', 'names no image'],
] as const)('%s %j is refused', (kind, content, said) => {
  let message = '';
  try {
    expand(kind, content);
  } catch (error) {
    if (error instanceof Error) message = `${error.message} ${'fix' in error ? error.fix : ''}`;
  }
  expect(message).toContain(said);
});

test('a list that is not there is named', () => {
  expect(() => expandImages(['bake:none.json'], folder, new Map())).toThrow(
    /none\.json gives no images: it cannot be read/,
  );
});
