// Go: build information found in whatever pieces a program arrives, and refused where it is too old.
import { describe, expect, test } from '@jest/globals';
import { golang } from '../../src/packages/golang.ts';
import { goModules, goRelease } from '../../src/packages/golang-modules.ts';
import { type GoBuild, goScanner } from '../../src/packages/golang-scanner.ts';
import { growth, linear } from '../growth.ts';
import { inventoryOf, refusalLines } from './image-of.ts';

const magic = Buffer.from('\xff Go buildinf:', 'latin1');

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7) {
    if (rest < 0x80) return Buffer.from([...bytes, rest]);
    bytes.push((rest & 0x7f) | 0x80);
  }
}

function buildInfo(version: string, modules: string, flags = 2): Buffer {
  const text = Buffer.concat([Buffer.alloc(16, 1), Buffer.from(modules), Buffer.alloc(16, 2)]);
  const header = Buffer.concat([magic, Buffer.from([8, flags]), Buffer.alloc(16)]);
  return Buffer.concat([header, varint(version.length), Buffer.from(version), varint(text.length), text]);
}

function program(at: number, info: Buffer, start = '\x7fELF'): Buffer {
  const body = Buffer.alloc(200_000);
  body.write(start, 'latin1');
  info.copy(body, at);
  return body;
}

function scan(body: Buffer, size: number): GoBuild | undefined {
  let found: GoBuild | undefined;
  const reader = goScanner((build) => {
    found = build;
  });
  for (let at = 0; at < body.length; at += size) reader.write(body.subarray(at, at + size));
  reader.end();
  return found;
}

const modules =
  'path\tx\nmod\texample.com/app\t(devel)\ndep\tgolang.org/x/net\tv0.1.0\th1:x\ndep\ta.b/c\tv1.0.0\n=>\td.e/f\tv1.2.0\th1:y\n';
const info = buildInfo('go1.21.3', modules);

describe('build information is found in pieces of any size', () => {
  test.each([1, 13, 16, 47, 65_536, 200_000])('%d bytes', (size) => {
    const body = program(160_000, info);
    magic.copy(body, 1_001);
    magic.copy(body, 1_600);
    expect(scan(body, size)).toEqual({ kind: 'inline', version: 'go1.21.3', modules });
  });
});

test.each([
  ['text that only names the magic', program(160_000, info, '#!/b')],
  ['build information off its alignment', program(160_001, info)],
  ['a length beyond the end', program(199_960, info)],
  [
    'an absurd length',
    program(160_000, Buffer.concat([magic, Buffer.from([8, 2]), Buffer.alloc(16), Buffer.alloc(9, 0xff)])),
  ],
])('%s is no Go program', (_, body) => {
  expect(scan(body, 4_096)).toBeUndefined();
});

test('hundreds of thousands of decoys take linear time', () => {
  const body = Buffer.alloc(8_000_000);
  body.write('\x7fELF', 'latin1');
  for (let at = 16; at < body.length; at += 16) Buffer.concat([magic, Buffer.from([8, 2])]).copy(body, at);
  const read = (size: number): void => expect(scan(body.subarray(0, size), 65_536)).toBeUndefined();
  expect(growth(2_000_000, read)).toBeLessThan(linear);
});

test('modules, the replaced one by its replacement, and the standard library are packages', async () => {
  const { packages } = await inventoryOf([golang], { 'usr/bin/app': program(160_000, info) });
  expect(packages.map(({ purl }) => purl).sort()).toEqual([
    'pkg:golang/d.e/f@v1.2.0',
    'pkg:golang/golang.org/x/net@v0.1.0',
    'pkg:golang/stdlib@1.21.3',
  ]);
});

test('a program of a Go before 1.18 is refused by name', async () => {
  const inventory = await inventoryOf([golang], { 'usr/bin/old': program(160_000, buildInfo('', '', 0)) });
  expect(refusalLines(inventory)).toContain(
    'unsupported: usr/bin/old was built by a Go older than 1.18, whose build information is not read',
  );
});

test('a local replacement leaves no module behind', () => {
  expect(goModules('dep\ta\tv1\n=>\t./local\t\ndep\tb\tv2\n')).toEqual([{ path: 'b', version: 'v2' }]);
});

test.each([
  ['go1.21.3', '1.21.3'],
  ['go1.22', '1.22.0'],
  ['go1.22rc1', '1.22.0-rc.1'],
  ['go1.21.3 X:boringcrypto', '1.21.3'],
  ['devel +abc', undefined],
])('%s is release %s', (text, release) => {
  expect(goRelease(text)).toBe(release);
});
