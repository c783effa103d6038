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
