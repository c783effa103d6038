// Files of archives whose headers do not know their sizes: where each ends is told by whatever follows.
import { deflateRawSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { zipEntries } from '../../../src/inspection/secrets/zip-entries.ts';

const texts = ['first PK of two PKs', 'second, and longer: '.repeat(40)];
const mark = (text: string): Buffer => Buffer.from(text, 'latin1');

/** Written in one go: sizes are zero, and a descriptor stands behind the data (APPNOTE 4.4.4 bit 3, 4.3.9). */
function entry(name: string, text: string, signature: string): Buffer {
  const header = Buffer.alloc(30);
  mark('PK\x03\x04').copy(header);
  header.writeUInt16LE(8, 6);
  header.writeUInt16LE(8, 8);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, mark(name), deflateRawSync(text), mark(signature), Buffer.alloc(12, 1)]);
}

test.each<[string, string, string]>([
  ['a descriptor, and nothing else', 'PK\x07\x08', ''],
  ['the directory, behind a descriptor without a name', '', 'PK\x01\x02'],
])('the last file is ended by %s', (_, signature, directory) => {
  const zip = Buffer.concat([...texts.map((text, i) => entry(`f${i}`, text, signature)), mark(directory)]);
  for (const piece of [1, 7, 64, zip.length]) {
    const files: string[] = [];
    let unread = 0;
    const reader = zipEntries({
      file: (name, body) => files.push(`${name} ${body}`),
      unread: () => unread++,
    });
    for (let at = 0; at < zip.length; at += piece) reader.write(zip.subarray(at, at + piece));
    reader.end();
    expect([files, unread]).toEqual([texts.map((text, i) => `f${i} ${text}`), 0]);
  }
});

/** With sizes in the header, as most writers have them; `stated` is what it says of the plain one. */
function sized(name: string, body: Buffer, stated = body.length): Buffer {
  const packed = deflateRawSync(body);
  const header = Buffer.alloc(30);
  mark('PK\x03\x04').copy(header);
  header.writeUInt16LE(8, 8);
  header.writeUInt32LE(packed.length, 18);
  header.writeUInt32LE(stated, 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, mark(name), packed]);
}

test.each([0, 1, 20_000, 0xffffffff])('a file is whole where its header states %i bytes', (stated) => {
  const body = Buffer.from('a line of a file\n'.repeat(3000));
  const files: string[] = [];
  const reader = zipEntries({ file: (_, plain) => files.push(plain.toString()), unread: () => undefined });
  reader.write(sized('f', body, stated));
  reader.end();
  expect(files).toEqual([body.toString()]);
});

test('the memory of each file is given back before the next one is unpacked', () => {
  const body = Buffer.alloc(1024 * 1024, 'a line of a file\n');
  const zip = Buffer.concat(Array.from({ length: 48 }, (_, i) => sized(`f${i}`, body)));
  const before = process.memoryUsage().arrayBuffers;
  let files = 0;
  let most = 0;
  const reader = zipEntries({
    file() {
      files++;
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    },
    unread: () => undefined,
  });
  for (let at = 0; at < zip.length; at += 1000) reader.write(zip.subarray(at, at + 1000));
  reader.end();
  expect(files).toBe(48);
  expect(most).toBeLessThan(8 * body.length);
});

test.each([
  ['bombs, whatever they become', 12, Buffer.alloc(16 << 20), { files: 0, unread: 12 }],
  ['files, above 64 MiB in all', 12, Buffer.alloc(8 << 20), { files: 8, unread: 4 }],
  ['parts, above 16,384', 20_000, Buffer.alloc(0), { files: 16_384, unread: 3_616 }],
])('an archive costs what its ceilings cost: %s', (_, count, body, expected) => {
  const one = sized('f', body);
  const counted = { files: 0, unread: 0 };
  const reader = zipEntries({ file: () => counted.files++, unread: () => counted.unread++ });
  for (let at = 0; at < count; at += 1) reader.write(one);
  reader.end();
  expect(counted).toEqual(expected);
});

test('bombs that fail are paid for: the files behind them are not unpacked', () => {
  const bomb = sized('f', Buffer.alloc(16 << 20));
  const file = sized('f', Buffer.from('text'));
  const counted = { files: 0, unread: 0 };
  const reader = zipEntries({ file: () => counted.files++, unread: () => counted.unread++ });
  for (let at = 0; at < 8; at += 1) reader.write(bomb);
  reader.write(file);
  reader.end();
  expect(counted).toEqual({ files: 0, unread: 9 });
});
