// Ranges of a file come whole and in order, though buffers are used again.
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readWhole } from '../../src/http/chunks.ts';
import { fileChunk, readRange } from '../../src/oci/byte-range.ts';

test('a document of more chunks than there are buffers is kept whole', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'range-test-'));
  const content = Buffer.alloc(fileChunk * 7 + 123);
  for (let at = 0; at < content.length; at += 4) content.writeUInt32LE(at, Math.min(at, content.length - 4));
  const path = join(folder, 'file');
  await writeFile(path, content);
  const file = await open(path);
  for (const [start, size] of [
    [0, content.length],
    [1000, fileChunk * 6],
    [content.length - 10, 100],
    [5, 0],
  ] as const) {
    const whole = await readWhole(readRange(file, start, size), content.length, () => new Error('long'));
    expect(whole.equals(content.subarray(start, start + size))).toBe(true);
  }
  await file.close();
  await rm(folder, { recursive: true });
});
