// Layers put together: deletions, replacements, and links as a container would see them.
import { describe, expect, test } from '@jest/globals';
import { analyzeLayer } from '../../src/image/analyze-layer.ts';
import type { Analyzer } from '../../src/image/analyzer.ts';
import { wholeBody } from '../../src/image/analyzer.ts';
import { squash } from '../../src/image/squash.ts';
import type { ImageView } from '../../src/image/view.ts';
import { inPieces, type TarItem, writeTar } from './tar-writer.ts';

const bodies: Analyzer = {
  id: 'bodies',
  version: 1,
  open: (entry, sink) =>
    entry.type === 'file' ? wholeBody(entry, 100, sink, (body) => sink.fact(body.toString())) : undefined,
};

async function view(...layers: readonly (readonly TarItem[])[]): Promise<ImageView> {
  return squash(
    await Promise.all(
      layers.map((items) => analyzeLayer(inPieces(writeTar(items)), { mediaType: '', analyzers: [bodies] })),
    ),
  );
}

function shown(image: ImageView): string[] {
  return [...image.entries()].map(({ entry, layer }) => `${layer} ${entry.path}`);
}

const base: TarItem[] = [
  { path: 'a/' },
  { path: 'a/one', body: '1' },
  { path: 'a/two', body: '2' },
  { path: 'b', body: 'b' },
];

describe('what a container would see', () => {
  const cases: [string, TarItem[], string[]][] = [
    ['nothing on top', [], ['0 a', '0 a/one', '0 a/two', '0 b']],
    ['a whiteout deletes one file', [{ path: 'a/.wh.one' }], ['0 a', '0 a/two', '0 b']],
    ['a whiteout deletes a whole directory', [{ path: '.wh.a' }], ['0 b']],
    [
      'an opaque directory hides only what is below, wherever it stands in its layer',
      [{ path: 'a/three' }, { path: 'a/.wh..wh..opq' }],
      ['0 a', '1 a/three', '0 b'],
    ],
    ['an opaque root leaves nothing', [{ path: '.wh..wh..opq' }], []],
    [
      'a whiteout spares its own layer',
      [{ path: '.wh.b' }, { path: 'b' }],
      ['0 a', '0 a/one', '0 a/two', '1 b'],
    ],
    ['a file in place of a directory hides its content', [{ path: 'a' }], ['1 a', '0 b']],
    [
      'a link in place of a directory hides its content',
      [{ path: 'a', type: '2', link: 'b' }],
      ['1 a', '0 b'],
    ],
    [
      'a directory over a directory keeps its content',
      [{ path: 'a/' }],
      ['1 a', '0 a/one', '0 a/two', '0 b'],
    ],
    ['bookkeeping of AUFS is no deletion', [{ path: '.wh..wh.plnk' }], ['0 a', '0 a/one', '0 a/two', '0 b']],
  ];
  test.each(cases)('%s', async (_, top, expected) => {
    const image = await view(base, top);
    expect(shown(image)).toEqual(expected);
    for (const path of ['a', 'a/one', 'a/two', 'a/three', 'b']) {
      const line = expected.find((text) => text.slice(2) === path);
      const found = image.entry(path);
      expect(found && `${found.layer} ${found.entry.path}`).toBe(line);
    }
  });

  test('facts of deleted files stay, marked as hidden', async () => {
    const image = await view(base, [{ path: 'a/.wh.one' }, { path: 'b', body: 'new' }]);
    expect(image.facts('bodies')).toEqual([
      { analyzer: 'bodies', path: 'a/one', data: '1', layer: 0, visible: false },
      { analyzer: 'bodies', path: 'a/two', data: '2', layer: 0, visible: true },
      { analyzer: 'bodies', path: 'b', data: 'b', layer: 0, visible: false },
      { analyzer: 'bodies', path: 'b', data: 'new', layer: 1, visible: true },
    ]);
  });

  test('a file deleted by its name is still seen through a hard link', async () => {
    const image = await view([...base, { path: 'c', type: '1', link: 'b' }], [{ path: '.wh.b' }]);
    expect(image.facts('bodies')).toContainEqual({
      analyzer: 'bodies',
      path: 'c',
      data: 'b',
      layer: 0,
      visible: true,
    });
  });
});

describe('links inside the image', () => {
  const links: TarItem[] = [
    { path: 'usr/lib/' },
    { path: 'usr/lib/os', body: 'os' },
    { path: 'etc/os', type: '2', link: '../usr/lib/os' },
    { path: 'lib', type: '2', link: '/usr/lib' },
    { path: 'up', type: '2', link: '../../../usr/lib/os' },
    { path: 'hard', type: '1', link: 'usr/lib/os' },
    { path: 'loop', type: '2', link: 'pool' },
    { path: 'pool', type: '2', link: 'loop' },
    { path: 'self', type: '2', link: 'self/self' },
    { path: 'gone', type: '2', link: 'nowhere' },
  ];
  test.each([
    ['usr/lib/os', 'usr/lib/os'],
    ['/etc/os', 'usr/lib/os'],
    ['lib/os', 'usr/lib/os'],
    ['lib', 'usr/lib'],
    ['up', 'usr/lib/os'],
    ['hard', 'usr/lib/os'],
    ['loop', undefined],
    ['self', undefined],
    ['gone', undefined],
    ['usr/lib/os/deeper', undefined],
  ])('%s leads to %s', async (path, expected) => {
    expect((await view(links)).resolve(path)).toBe(expected);
  });
});
