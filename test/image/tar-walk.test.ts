// The tar walk on every dialect, and on what no honest writer writes.
import { describe, expect, test } from '@jest/globals';
import { analyze, entriesOf, refusalOf, sum } from './layers.ts';
import { paxBody, type TarItem, tarItem, writeTar } from './tar-writer.ts';

const long = `${'d'.repeat(90)}/${'e'.repeat(90)}/file`;
const sized = (octal: string) => (header: Buffer) => void header.write(octal, 124, 'latin1');

describe('dialects', () => {
  const base256 = (header: Buffer): void => {
    header.fill(0, 124, 136);
    header[124] = 0x80;
    header[135] = 3;
  };
  const cases: [string, TarItem[], object][] = [
    ['v7', [{ path: 'a', body: 'abc', format: 'v7' }], { path: 'a', type: 'file', size: 3 }],
    [
      'v7 directory by its slash',
      [{ path: 'a/', type: '0', format: 'v7' }],
      { path: 'a', type: 'directory' },
    ],
    ['ustar prefix', [{ path: 'b', patch: (h) => void h.write('x/y', 345) }], { path: 'x/y/b' }],
    [
      'GNU has no prefix',
      [{ path: 'b', format: 'gnu', patch: (h) => void h.write('1234', 345) }],
      { path: 'b' },
    ],
    [
      'GNU long name',
      [
        { path: '././@LongLink', type: 'L', body: `${long}\0` },
        { path: 'cut', body: 'x' },
      ],
      { path: long, size: 1 },
    ],
    [
      'GNU long link',
      [
        { path: '././@LongLink', type: 'K', body: `/${long}\0` },
        { path: 's', type: '2', link: 'cut' },
      ],
      { type: 'symlink', target: `/${long}` },
    ],
    [
      'GNU long name beats PAX',
      [
        { path: '././@LongLink', type: 'L', body: 'gnu\0' },
        { path: 'own', pax: { path: 'pax' } },
      ],
      { path: 'gnu' },
    ],
    [
      'PAX path and owner',
      [{ path: 'cut', pax: { path: long, uid: '70000', gid: '7' } }],
      { path: long, uid: 70000, gid: 7 },
    ],
    ['PAX size', [{ path: 'a', body: 'abc', size: 0, pax: { size: '3' } }], { path: 'a', size: 3 }],
    ['PAX mtime with a fraction', [{ path: 'a', pax: { mtime: '-1.5' } }], { mtime: -2 }],
    [
      'extended attributes',
      [{ path: 'a', pax: { 'SCHILY.xattr.security.capability': 'c' } }],
      { xattrs: { 'security.capability': 'c' } },
    ],
    ['base 256 size', [{ path: 'a', body: 'abc', patch: base256 }], { path: 'a', size: 3 }],
    ['numbers with spaces', [{ path: 'a', body: 'abc', patch: sized('         3 \0') }], { size: 3 }],
    ['leading ./', [{ path: './a//b/./c' }], { path: 'a/b/c' }],
    ['a leading slash', [{ path: '/a' }], { path: 'a' }],
    ['names in UTF-8', [{ path: 'ä/日本' }], { path: 'ä/日本' }],
    ['setuid', [{ path: 'su', mode: 0o4755 }], { mode: 0o4755 }],
    [
      'a hard link inside',
      [{ path: 'l', type: '1', link: './x' }],
      { type: 'hardlink', target: 'x', size: 0 },
    ],
    ['a device', [{ path: 'n', type: '3' }], { type: 'character-device' }],
    [
      'a global header without consequence',
      [{ path: 'g', type: 'g', body: paxBody({ comment: 'c' }) }, { path: 'a' }],
      { path: 'a' },
    ],
  ];
  test.each(cases)('%s', async (_, items, expected) => {
    const tar = writeTar([...items, { path: 'z', body: 'after' }]);
    for (const piece of [65_536, 512, 7]) {
      const record = await analyze(tar, {}, piece);
      const [first, second] = entriesOf(record).sort((a, b) =>
        a.path === 'z' ? 1 : b.path === 'z' ? -1 : 0,
      );
      expect(first).toMatchObject(expected);
      expect(second).toMatchObject({ path: 'z', size: 5 });
      expect(record.refusals).toEqual([]);
      expect(sum(record)).toBe(tar.length);
    }
  });
});

describe('one entry is refused, the rest is read', () => {
  const cases: [string, TarItem, string][] = [
    ['climbing out', { path: '../etc/passwd', body: 'x' }, 'ambiguous'],
    ['climbing inside', { path: 'a/../b', body: 'x' }, 'ambiguous'],
    ['NUL in a PAX path', { path: 'a', pax: { path: 'a\0b' }, body: 'x' }, 'malformed'],
    ['hard link to outside', { path: 'a', type: '1', link: '../../etc/shadow' }, 'ambiguous'],
    ['hard link to nothing', { path: 'a', type: '1', link: '/' }, 'malformed'],
    ['GNU sparse', { path: 'a', type: 'S', body: 'data' }, 'unsupported'],
    ['PAX sparse', { path: 'a', pax: { 'GNU.sparse.major': '1' }, body: 'data' }, 'unsupported'],
    ['unknown type', { path: 'a', type: 'Z', body: 'x' }, 'unsupported'],
    ['too deep', { path: 'a', pax: { path: 'd/'.repeat(300) } }, 'ceiling'],
    ['too long', { path: 'a', pax: { path: 'd'.repeat(5000) } }, 'ceiling'],
    ['a whiteout of the parent', { path: 'a/.wh...' }, 'malformed'],
    ['a whiteout of nothing', { path: 'a/.wh.' }, 'malformed'],
    ['a directory with a body', { path: 'a/', type: '0', body: 'x' }, 'ambiguous'],
  ];
  test.each(cases)('%s', async (_, item, code) => {
    const tar = writeTar([item, { path: 'z', body: 'after' }]);
    const record = await analyze(tar);
    expect(record.refusals.map((refusal) => refusal.code)).toEqual([code]);
    expect(entriesOf(record).map((entry) => entry.path)).toEqual(['z']);
    expect(record.facts.of('bodies')).toHaveLength(1);
    expect(sum(record)).toBe(tar.length);
  });

  test('a continued GNU sparse header is passed over with its body', async () => {
    const sparse = tarItem({ path: 's', type: 'S', body: 'data', patch: (h) => void h.write('1', 482) });
    const more = Buffer.alloc(1024);
    more[504] = 1;
    const tar = Buffer.concat([
      sparse.subarray(0, 512),
      more,
      sparse.subarray(512),
      writeTar([{ path: 'z' }]),
    ]);
    const record = await analyze(tar, {}, 100);
    expect(entriesOf(record).map((entry) => entry.path)).toEqual(['z']);
    expect(sum(record)).toBe(tar.length);
  });

  test('bytes after the end are on record and counted', async () => {
    const tar = Buffer.concat([writeTar([{ path: 'a' }]), writeTar([{ path: 'hidden' }])]);
    const record = await analyze(tar);
    expect(record.refusals).toMatchObject([{ code: 'ambiguous' }]);
    expect(record.accounting.refused).toBeGreaterThan(0);
    expect(sum(record)).toBe(tar.length);
  });

  test('thousands of refusals stay a hundred and a number', async () => {
    const record = await analyze(writeTar(Array.from({ length: 1000 }, () => ({ path: '../x' }))));
    expect(record.refusals).toHaveLength(101);
    expect(record.refusals.at(-1)?.message).toBe('900 more things were refused');
  });
});

describe('the layer is refused', () => {
  const good = writeTar([{ path: 'a', body: 'abc' }]);
  const flipped = Buffer.from(good);
  flipped[5] = 1;
  const lone = Buffer.concat([tarItem({ path: 'a' }), Buffer.alloc(512), writeTar([{ path: 'b' }])]);
  const cases: [string, Buffer, string][] = [
    ['wrong checksum', flipped, 'malformed'],
    ['cut in a body', good.subarray(0, 514), 'truncated'],
    ['cut in a header', good.subarray(0, 100), 'truncated'],
    [
      'a PAX header at the end',
      writeTar([{ path: 'x', type: 'x', body: paxBody({ path: 'b' }) }]),
      'malformed',
    ],
    ['one empty block between entries', lone, 'malformed'],
    ['a negative size', writeTar([{ path: 'a', patch: (h) => void h.fill(0xff, 124, 136) }]), 'malformed'],
    ['a size that is no number', writeTar([{ path: 'a', patch: sized('0000000000x') }]), 'malformed'],
    ['a global PAX path', writeTar([{ path: 'g', type: 'g', body: paxBody({ path: 'b' }) }]), 'ambiguous'],
    ['a PAX record of wrong length', writeTar([{ path: 'x', type: 'x', body: '99 path=b\n' }]), 'malformed'],
    ['a PAX record without value', writeTar([{ path: 'x', type: 'x', body: '7 path\n' }]), 'malformed'],
    ['a huge PAX header', writeTar([{ path: 'x', type: 'x', size: 2 ** 30 }]), 'ceiling'],
    ['a body longer than all layers', writeTar([{ path: 'a', size: 2 ** 32 }]), 'truncated'],
    ['no tar at all', Buffer.from('hello '.repeat(200)), 'malformed'],
  ];
  test.each(cases)('%s', async (_, tar, code) => {
    expect(await refusalOf(analyze(tar))).toBe(code);
  });

  test('more entries than allowed, extended headers counted too', async () => {
    const ceilings = { entries: 10 };
    const files = Array.from({ length: 11 }, (_, i) => ({ path: `f${i}` }));
    expect(await refusalOf(analyze(writeTar(files.slice(1)), { ceilings }))).toBe('read');
    expect(await refusalOf(analyze(writeTar(files), { ceilings }))).toBe('ceiling');
    const globals = Array.from({ length: 21 }, () => ({
      path: 'g',
      type: 'g',
      body: paxBody({ comment: '' }),
    }));
    expect(await refusalOf(analyze(writeTar(globals), { ceilings }))).toBe('ceiling');
  });

  test('an endless tar ends at the time limit', async () => {
    const block = Buffer.concat(Array.from({ length: 100 }, () => tarItem({ path: 'a', body: 'x' })));
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) yield block;
    }
    const { analyzeLayer } = await import('../../src/image/analyze-layer.ts');
    const options = { mediaType: '', analyzers: [], ceilings: { milliseconds: 50 } };
    expect(await refusalOf(analyzeLayer(endless(), options))).toBe('ceiling');
  });
});

describe('oddities are counted', () => {
  test('a path that comes twice: the last one counts', async () => {
    const record = await analyze(
      writeTar([
        { path: 'a', mode: 0o600 },
        { path: '/a', mode: 0o4755 },
      ]),
    );
    expect(entriesOf(record)).toMatchObject([{ path: 'a', mode: 0o4755 }]);
    expect(record.oddities).toEqual({ duplicatePaths: 1, absolutePaths: 1 });
  });
});
