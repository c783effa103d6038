// The program of a hashing thread: takes commands from its ring and digests the bytes that they point at.
import { createHash, type Hash, hash } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { algorithms, type HashAlgorithm } from './algorithms.ts';
import {
  type Answer,
  algorithmShift,
  command,
  commandWords,
  counter,
  firstCommand,
  ringSize,
  type ThreadData,
} from './commands.ts';

interface Open {
  /** Of the current text; undefined before its first bytes. */
  hashes: readonly Hash[] | undefined;
  /** Every digest so far, and how many bytes they are: one buffer each would be most of the memory. */
  found: Buffer;
  length: number;
}

const { ring, memory }: ThreadData = workerData;
const digesters = new Map<number, Open>();
const namesOf = Array.from({ length: 1 << algorithms.length }, (_, bits) =>
  algorithms.filter((_name, index) => (bits >> index) & 1),
);

function answer(what: Answer): void {
  parentPort?.postMessage(what);
}

function open(id: number): Open {
  const known = digesters.get(id);
  if (known !== undefined) return known;
  const made: Open = { hashes: undefined, found: Buffer.alloc(64), length: 0 };
  digesters.set(id, made);
  return made;
}

function digest(names: readonly HashAlgorithm[], digester: Open, bytes: Uint8Array): void {
  names.forEach((name, index) => {
    const begun = digester.hashes?.[index];
    const text = begun === undefined ? hash(name, bytes, 'binary') : begun.update(bytes).digest('binary');
    keep(digester, text);
  });
  digester.hashes = undefined;
}

function keep(digester: Open, text: string): void {
  if (digester.length + text.length > digester.found.length) {
    digester.found = Buffer.concat([digester.found], 2 * digester.found.length);
  }
  digester.length += digester.found.write(text, digester.length, 'latin1');
}

function run(at: number): void {
  const first = ring[at] ?? 0;
  const id = ring[at + 1] ?? 0;
  const what = first & ((1 << algorithmShift) - 1);
  const names = namesOf[first >> algorithmShift] ?? [];
  const bytes = (): Uint8Array => new Uint8Array(memory, ring[at + 2], ring[at + 3]);
  if (what === command.update) {
    const digester = open(id);
    digester.hashes ??= names.map((name) => createHash(name));
    for (const each of digester.hashes) each.update(bytes());
  } else if (what === command.end) {
    digest(names, open(id), bytes());
  } else if (what === command.digests) {
    const { found, length } = open(id);
    answer({ digester: id, digests: found.subarray(0, length) });
    digesters.delete(id);
  } else {
    digesters.delete(id);
  }
}

for (let done = 0; ; ) {
  Atomics.wait(ring, counter.written, done);
  for (const written = Atomics.load(ring, counter.written); done !== written; ) {
    run(firstCommand + (done & (ringSize - 1)) * commandWords);
    done = (done + 1) | 0;
    Atomics.store(ring, counter.done, done);
    if (Atomics.exchange(ring, counter.awaited, 0) === 1) {
      Atomics.notify(ring, counter.done);
      answer('progress');
    }
  }
}
