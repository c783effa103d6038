// Layers of images that no Dockerfile made: each is told by its buildpack, ko, jib or S2I, else by its unknown origin.
import { describe, expect, test } from '@jest/globals';
import { builderOf, layerOrigins, withLayerOrigins } from '../../../src/inspection/builders/layer-origins.ts';
import { kindsOfLayers } from '../../../src/inspection/layer-kinds.ts';
import type { HistoryEntry, Image } from '../../../src/terms/image.ts';
import { digestOf, imageOf, viewOf } from '../inspected.ts';

const layer = (createdBy?: string, comment?: string): HistoryEntry => ({
  emptyLayer: false,
  ...(createdBy === undefined ? {} : { createdBy }),
  ...(comment === undefined ? {} : { comment }),
});
const plain = (index: number): string => digestOf(100 + index);

function imageWith(history: readonly HistoryEntry[], labels: Readonly<Record<string, string>> = {}): Image {
  const image = imageOf({ layers: history.map(() => []), config: { history, labels } });
  const layers = image.layers.map(({ digest, mediaType }, index) => ({
    digest,
    mediaType,
    diffId: digestOf(100 + index),
    ...(history[index]?.createdBy === undefined ? {} : { createdBy: history[index].createdBy }),
  }));
  return { ...image, layers };
}

async function told(image: Image): Promise<readonly string[]> {
  const kinds = kindsOfLayers(await viewOf({ layers: image.layers.map(() => []) }), image);
  return withLayerOrigins(image).layers.map(({ createdBy }, index) => `${kinds[index]}: ${createdBy}`);
}

const lifecycle = JSON.stringify({
  app: [{ sha: plain(4) }],
  config: { sha: plain(6) },
  launcher: { sha: plain(5) },
  sbom: { sha: plain(3) },
  buildpacks: [
    { key: 'paketo-buildpacks/node-engine', version: '4.1.0', layers: { node: { sha: plain(2), data: {} } } },
    { key: 'paketo-buildpacks/npm-start', version: '2.0.0', layers: {} },
  ],
  runImage: { topLayer: plain(1), reference: 'run@sha256:1' },
});

describe('builders', () => {
  test('each layer of an image of buildpacks names its buildpack; the run image is the base', async () => {
    const image = imageWith([layer(), layer(), layer(), layer(), layer(), layer(), layer()], {
      'io.buildpacks.lifecycle.metadata': lifecycle,
    });
    expect(builderOf(image)).toBe('buildpacks');
    expect(await told(image)).toEqual([
      'base: run image of the buildpacks',
      'base: run image of the buildpacks',
      'middleware: layer node of buildpack paketo-buildpacks/node-engine@4.1.0',
      'app: bill of materials, by buildpacks',
      'app: application, by buildpacks',
      'middleware: launcher of the buildpacks',
      'app: settings of the launcher, by buildpacks',
    ]);
  });

  test('layers that a Dockerfile put upon an image of buildpacks are its own', async () => {
    const image = imageWith(
      [layer(), layer(), layer(), layer(), layer(), layer(), layer(), layer('COPY app / # buildkit')],
      { 'io.buildpacks.lifecycle.metadata': lifecycle },
    );
    expect(builderOf(image)).toBe('dockerfile');
    expect((await told(image)).at(-1)).toBe('app: COPY app / # buildkit');
  });

  test.each([['{'], ['[]'], ['{"buildpacks": 1}'], ['x'.repeat(5_000_000)]])(
    'a label of buildpacks that cannot be read says nothing: %.20s',
    (label) => {
      const image = imageWith([layer()], { 'io.buildpacks.lifecycle.metadata': label });
      expect(layerOrigins(image)).toEqual([{ builder: 'unknown' }]);
    },
  );

  test('ko: its layers are the application, what they stand upon the base', async () => {
    const image = imageWith([
      layer('bazel build ...'),
      layer('bazel build ...'),
      layer('ko build ko://example.com/cmd/app', 'kodata contents, at $KO_DATA_PATH'),
      layer('ko build ko://example.com/cmd/app', 'go build output, at /ko-app/app'),
    ]);
    expect(builderOf(image)).toBe('ko');
    expect(await told(image)).toEqual([
      'base: bazel build ...',
      'base: bazel build ...',
      'app: ko build ko://example.com/cmd/app (kodata contents, at $KO_DATA_PATH)',
      'app: ko build ko://example.com/cmd/app (go build output, at /ko-app/app)',
    ]);
  });

  test('jib: layers by name', async () => {
    const image = imageWith([
      layer('/bin/sh -c #(nop) ADD file:1 in / '),
      layer('jib-gradle-plugin:3.4.0', 'dependencies'),
      layer('jib-gradle-plugin:3.4.0', 'classes'),
    ]);
    expect(builderOf(image)).toBe('jib');
    expect(await told(image)).toEqual([
      'base: /bin/sh -c #(nop) ADD file:1 in / ',
      'app: jib-gradle-plugin:3.4.0 (dependencies)',
      'app: jib-gradle-plugin:3.4.0 (classes)',
    ]);
  });

  test('jib: a program that uses its library has a name of its own, and jib is the author', async () => {
    const image = imageWith([
      layer('ADD rootfs /'),
      { ...layer('acme-packager:1.2', 'classes'), author: 'Jib' },
    ]);
    expect(builderOf(image)).toBe('jib');
    expect((await told(image)).at(-1)).toBe('app: acme-packager:1.2 (classes)');
  });

  test('S2I: what OpenShift assembled says so in its own name space; artifacts of an earlier build come first', async () => {
    const image = imageWith(
      [
        layer('ADD rootfs /'),
        layer('COPY --from=cached /tmp/artifacts.tar /tmp/artifacts.tar'),
        layer('COPY upload/src /tmp/src'),
      ],
      {
        'io.openshift.build.image': 'registry.example/openshift/ruby@sha256:1',
        'io.openshift.build.commit.ref': 'main',
      },
    );
    expect(layerOrigins(image).map(({ builder }) => builder)).toEqual(['dockerfile', 's2i', 's2i']);
    const dockerfile = imageWith([layer('COPY app / # buildkit')], {
      'io.openshift.build.commit.ref': 'main',
    });
    expect(builderOf(dockerfile)).toBe('dockerfile');
  });

  test.each<readonly [string, readonly HistoryEntry[], readonly string[]]>([
    [
      'committed by s2i',
      [
        layer('/bin/sh -c #(nop) ADD file:1 in / '),
        layer('/bin/sh -c tar -C /tmp -xf - && /usr/libexec/s2i/assemble'),
      ],
      ['/bin/sh -c #(nop) ADD file:1 in / ', '/bin/sh -c tar -C /tmp -xf - && /usr/libexec/s2i/assemble'],
    ],
    [
      'from the Dockerfile that s2i writes',
      [
        layer('ADD rootfs /'),
        layer('COPY upload/src /tmp/src'),
        layer('RUN /bin/sh -c /usr/libexec/s2i/assemble'),
      ],
      ['ADD rootfs /', 'COPY upload/src /tmp/src', 'RUN /bin/sh -c /usr/libexec/s2i/assemble'],
    ],
    [
      'whose history says nothing',
      [layer('ADD rootfs /'), layer()],
      ['ADD rootfs /', 'assembled by S2I upon ubi9/nodejs-20'],
    ],
  ])('S2I: %s', async (_, history, words) => {
    const image = imageWith(history, { 'io.openshift.s2i.build.image': 'ubi9/nodejs-20' });
    expect(builderOf(image)).toBe('s2i');
    const lines = await told(image);
    expect(lines.map((line) => line.replace(/^\w+: /, ''))).toEqual(words);
    expect(lines.at(-1)).toMatch(/^app: /);
    expect(lines[0]).not.toMatch(/^app: COPY/);
  });

  test('the labels of a builder image alone make no image one of S2I', () => {
    const image = imageWith([layer('COPY app / # buildkit')], {
      'io.openshift.s2i.scripts-url': 'image:///usr/libexec/s2i',
      'io.k8s.display-name': 'Node.js',
    });
    expect(builderOf(image)).toBe('dockerfile');
  });

  test('a layer of which nothing is said is of unknown origin', async () => {
    const image = imageWith([layer(), layer('COPY app / # buildkit')]);
    expect((await told(image)).map((line) => line.replace(/^\w+: /, ''))).toEqual([
      'unknown origin',
      'COPY app / # buildkit',
    ]);
    expect(builderOf(imageWith([layer()]))).toBe('unknown');
    const counts = imageWith([layer(), layer()]);
    expect(layerOrigins({ ...counts, layers: counts.layers.slice(1) })).toEqual([{ builder: 'unknown' }]);
  });
});
