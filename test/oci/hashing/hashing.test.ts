// Hashing threads say what node:crypto says, whatever runs side by side, and no chunk changes under its reader.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { HashAlgorithm } from '../../../src/oci/hashing/algorithms.ts';
import { type Hashing, largestChunk } from '../../../src/oci/hashing/digester.ts';
import { hexAt, openHashing, placed } from '../../../src/oci/hashing/hashing.ts';
import { verified } from '../../../src/oci/verification.ts';
import { seeded } from '../reading.ts';

const large = 64 * 1024 * 1024;

function bytesOf(next: () => number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; at++) bytes[at] = next() * 256;
  return bytes;
}

function digest(name: HashAlgorithm, bytes: Uint8Array): string {
  return createHash(name).update(bytes).digest('hex');
}

/** Digests stretches of a stream, some within a chunk and some over several, as files lie in a layer. */
async function digestStretches(hashing: Hashing, seed: number): Promise<[string[], string[]]> {
  const next = seeded(seed);
  const chunks = Array.from({ length: 40 }, () => bytesOf(next, 1 + Math.floor(next() * 40_000)));
  const digester = hashing.digester();
  const sets: (readonly HashAlgorithm[])[] = [['md5'], ['sha256'], ['md5', 'sha1', 'sha256'], ['sha512']];
  const found: { at: number; algorithms: readonly HashAlgorithm[] }[] = [];
  const expected: string[] = [];
  let current: { bytes: Buffer[]; text: ReturnType<typeof digester.open> } | undefined;
  let algorithms: readonly HashAlgorithm[] = ['md5'];
  const close = (last?: Uint8Array): void => {
    if (current === undefined) return;
    if (last !== undefined) current.bytes.push(Buffer.from(last));
    found.push({ at: current.text.end(last), algorithms });
    for (const name of algorithms) expected.push(digest(name, Buffer.concat(current.bytes)));
    current = undefined;
  };
  async function* stream() {
    for (const chunk of chunks) yield chunk;
  }
  for await (const chunk of placed(stream(), hashing)) {
    for (let at = 0; at < chunk.length; ) {
      const piece = chunk.subarray(at, at + 1 + Math.floor(next() * 30_000));
      at += piece.length;
      if (current === undefined) {
        algorithms = sets[Math.floor(next() * sets.length)] ?? ['md5'];
        current = { bytes: [], text: digester.open(algorithms) };
      }
      if (next() < 0.5) {
        close(piece);
      } else {
        current.text.update(piece);
        current.bytes.push(Buffer.from(piece));
        if (next() < 0.2) close();
      }
    }
  }
  close();
  const digests = await digester.digests();
  return [found.flatMap(({ at, algorithms }) => hexAt(digests, at, algorithms)), expected];
}

describe.each([
  ['in this thread', 0],
  ['in threads', large],
])('hashing %s', (_where, size) => {
  test('says what node:crypto says of each text, with many streams side by side', async () => {
    const lanes = Array.from({ length: 5 }, () => openHashing(size));
    try {
      const results = await Promise.all(lanes.map((hashing, seed) => digestStretches(hashing, seed + 1)));
      for (const [found, expected] of results) {
        expect(expected.length).toBeGreaterThan(20);
        expect(found).toEqual(expected);
      }
    } finally {
      for (const hashing of lanes) hashing.close();
    }
  });

  test('takes texts one after the other: of two at once each would get the bytes of both', async () => {
    const hashing = openHashing(size);
    try {
      const digester = hashing.digester();
      const [one, other] = [digester.open(['md5']), digester.open(['md5'])];
      const chunk = await hashing.place(Buffer.from('one'));
      one.update(chunk);
      expect(() => other.update(chunk)).toThrow('at once');
      one.end();
      other.update(chunk);
      other.end();
    } finally {
      hashing.close();
    }
  });

  test('knows the digests of a text without bytes', async () => {
    const hashing = openHashing(size);
    try {
      const digester = hashing.digester();
      const at = digester.open(['md5', 'sha256']).end();
      const digests = await digester.digests();
      expect(hexAt(digests, at, ['md5', 'sha256'])).toEqual([
        digest('md5', Buffer.alloc(0)),
        digest('sha256', Buffer.alloc(0)),
      ]);
    } finally {
      hashing.close();
    }
  });
});

describe('a chunk that was placed', () => {
  test('is whole until the next but one is asked for, however far the threads are behind', async () => {
    const hashing = openHashing(large);
    try {
      const digester = hashing.digester();
      const text = digester.open(['md5', 'sha1', 'sha256', 'sha512']);
      const all = createHash('sha512');
      async function* stream() {
        for (let n = 0; n < 200; n++) yield Buffer.alloc(largestChunk, n);
      }
      let n = 0;
      let before: Uint8Array | undefined;
      for await (const chunk of placed(stream(), hashing)) {
        text.update(chunk);
        all.update(Buffer.alloc(largestChunk, n));
        expect([chunk[0], chunk.at(-1), before?.[0], before?.at(-1)]).toEqual([
          n,
          n,
          n === 0 ? undefined : n - 1,
          n === 0 ? undefined : n - 1,
        ]);
        before = chunk;
        n++;
      }
      const at = text.end();
      const digests = await digester.digests();
      expect(n).toBe(200);
      expect(hexAt(digests, at, ['md5', 'sha1', 'sha256', 'sha512'])[3]).toBe(all.digest('hex'));
    } finally {
      hashing.close();
    }
  });

  test('is hashed when places run out, also where nobody said to begin', async () => {
    const hashing = openHashing(large);
    try {
      const digester = hashing.digester();
      const text = digester.open(['sha256']);
      const all = createHash('sha256');
      for (let n = 0; n < 40; n++) {
        text.update(await hashing.place(Buffer.alloc(1000, n)));
        all.update(Buffer.alloc(1000, n));
      }
      const at = text.end();
      expect(hexAt(await digester.digests(), at, ['sha256'])).toEqual([all.digest('hex')]);
    } finally {
      hashing.close();
    }
  });

  test('may hold more texts than there is room for what is said of them', async () => {
    const hashing = openHashing(large);
    try {
      // Both threads have started and found nothing to do.
      for (let thread = 0; thread < 2; thread++) await hashing.digester().digests();
      const digester = hashing.digester();
      const chunk = await hashing.place(bytesOf(seeded(3), 40_000));
      const ends = Array.from(chunk, (_, at) => digester.open(['md5']).end(chunk.subarray(at, at + 1)));
      const digests = await digester.digests();
      expect(hexAt(digests, ends.at(-1) ?? 0, ['md5'])).toEqual([digest('md5', chunk.subarray(-1))]);
    } finally {
      hashing.close();
    }
  });

  test('is the only thing that is hashed', () => {
    const hashing = openHashing(large);
    try {
      expect(() => hashing.digester().open(['md5']).update(Buffer.alloc(1))).toThrow('was not placed');
    } finally {
      hashing.close();
    }
  });
});

test('one bit of a large blob is noticed', async () => {
  const bytes = bytesOf(seeded(7), 20 * 1024 * 1024);
  const name = `sha256:${digest('sha256', bytes)}` as const;
  async function read(): Promise<number> {
    let length = 0;
    async function* body() {
      for (let at = 0; at < bytes.length; at += 300_000) yield bytes.subarray(at, at + 300_000);
    }
    const expected = { what: 'layer', digest: name, size: bytes.length };
    for await (const chunk of verified(body(), expected)) length += chunk.length;
    return length;
  }
  expect(await read()).toBe(bytes.length);
  bytes[12_345_678] = (bytes[12_345_678] ?? 0) ^ 4;
  await expect(read()).rejects.toMatchObject({
    refusal: { code: 'digest-mismatch' },
  });
});

test('a process that leaves its threads in the middle ends all the same', () => {
  const module = resolve(import.meta.dirname, '../../../src/oci/hashing/hashing.ts');
  const program = `import { openHashing } from '${module}';
    const hashing = openHashing(${large});
    const digester = hashing.digester();
    digester.open(['md5']).update(await hashing.place(Buffer.alloc(1000)));
    hashing.close();
    console.log('left');`;
  const answer = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
    timeout: 30_000,
  });
  expect(answer).toBe('left\n');
});

test('the last chunk of a body stays whole when its digesting is over and others hash', async () => {
  const chunks = Array.from({ length: 6 }, (_, index) => Buffer.alloc(256 * 1024, index + 1));
  async function* body() {
    yield* chunks;
  }
  const others = [openHashing(large)];
  try {
    const expected = { what: 'layer', digest: `sha256:${digest('sha256', Buffer.concat(chunks))}` as const };
    let last: Uint8Array = Buffer.alloc(0);
    for await (const chunk of verified(body(), expected, large)) last = chunk;
    for (let more = 0; more < 5; more++) others.push(openHashing(large));
    for (const other of others) {
      for (let turn = 0; turn < 2; turn++) await other.place(Buffer.alloc(largestChunk, 0xee));
    }
    expect(Buffer.from(last).equals(chunks[5] ?? Buffer.alloc(0))).toBe(true);
  } finally {
    for (const other of others) other.close();
  }
});
