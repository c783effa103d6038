// What --output names: written whole, through links and into pipes, without replacing either; or not at all, and why.
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { writePieces, writeWhole } from '../../src/run/whole-file.ts';

const place = () => mkdtempSync(join(tmpdir(), 'whole-file-'));

test('a link stays a link, and what it leads to is written', () => {
  const folder = place();
  writeFileSync(join(folder, 'real'), 'before');
  symlinkSync('real', join(folder, 'link'));
  writeWhole(join(folder, 'link'), 'after');
  expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, 'real'), 'utf8')).toBe('after');
  expect(readdirSync(folder).sort()).toEqual(['link', 'real']);
});

test('a pipe is written to and stays, as /dev/stdout must', () => {
  const pipe = join(place(), 'pipe');
  execFileSync('mkfifo', [pipe]);
  const reader = openSync(pipe, constants.O_RDWR);
  writeWhole(pipe, 'one ');
  writePieces(pipe, (write) => write('two'));
  const read = Buffer.alloc(16);
  expect(read.subarray(0, readSync(reader, read)).toString()).toBe('one two');
  closeSync(reader);
  expect(lstatSync(pipe).isFIFO()).toBe(true);
});

test.each([
  ['a folder', 'folder', /folder could not be written: it is a folder/],
  ['a place below a file', 'file/report.json', /could not be written: .* is a file/],
])('%s is refused with the reason, and nothing is left behind', (_, name, said) => {
  const folder = place();
  mkdirSync(join(folder, 'folder'));
  writeFileSync(join(folder, 'file'), 'kept');
  expect(() => writeWhole(join(folder, name), 'text')).toThrow(said);
  expect(readdirSync(folder).sort()).toEqual(['file', 'folder']);
  expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('kept');
});

test('what is thrown on the way keeps the file that was there', () => {
  const file = join(place(), 'report');
  writeFileSync(file, 'before');
  const broken = () => {
    throw new Error('broken');
  };
  expect(() => writePieces(file, broken)).toThrow(/could not be written/);
  expect(readFileSync(file, 'utf8')).toBe('before');
});
