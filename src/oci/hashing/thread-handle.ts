// One hashing thread as the rest of the program has it: what it is told, how far it is, what it answers.
import { Worker } from 'node:worker_threads';
import { Bug } from '../../terms/errors.ts';
import { algorithms, type HashAlgorithm } from './algorithms.ts';
import {
  type Answer,
  algorithmShift,
  commandWords,
  counter,
  firstCommand,
  ringSize,
  ringWords,
  type ThreadData,
} from './commands.ts';

/** Milliseconds after which a thread that does nothing is taken for dead. */
const patience = 30_000;

/** The program, as the bundle names it; in a checkout it stands beside this file. Empty: there is none. */
declare const seaworthyHashingThread: string;

export const program = typeof seaworthyHashingThread === 'string' ? seaworthyHashingThread : './thread.ts';

export interface Thread {
  /** Commands done, and told to it so far. */
  readonly done: () => number;
  readonly written: () => number;
  /** The number of the command. A thread that sleeps does not notice before `wake`. */
  send(what: number, names: readonly HashAlgorithm[], id: number, at: number, length: number): number;
  /** To be called when a chunk's commands have been sent: to wake it for each costs more than to hash most files. */
  wake(): void;
  /** Resolves when it has got on; rejects when it has died. */
  progress(): Promise<void>;
  /** The answer to `command.digests`. */
  digests(id: number): Promise<Buffer>;
  stop(): void;
}

/** `memory`: the bytes that commands point into. */
export function startThread(memory: SharedArrayBuffer): Thread {
  const ring = new Int32Array(new SharedArrayBuffer(4 * ringWords));
  const workerData: ThreadData = { ring, memory };
  const worker = new Worker(new URL(program, import.meta.url), {
    workerData,
    name: 'hashing',
    stdin: false,
    execArgv: [],
    resourceLimits: { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 64 },
  });
  let written = 0;
  let woken = 0;
  let death: Bug | undefined;
  const waiting = new Set<{ resolve(): void; reject(why: Bug): void }>();
  const asked = new Map<number, { resolve(digests: Buffer): void; reject(why: Bug): void }>();
  worker.on('message', (answer: Answer) => {
    if (answer === 'progress') {
      for (const one of waiting) one.resolve();
      waiting.clear();
      return;
    }
    const { buffer, byteOffset, length } = answer.digests;
    asked.get(answer.digester)?.resolve(Buffer.from(buffer, byteOffset, length));
    asked.delete(answer.digester);
  });
  const die = (cause: unknown): void => {
    death ??= new Bug('a hashing thread has ended', { cause });
    for (const one of [...waiting, ...asked.values()]) one.reject(death);
    waiting.clear();
    asked.clear();
  };
  worker.on('error', die);
  worker.on('exit', die);
  const done = (): number => Atomics.load(ring, counter.done);
  const wake = (): void => {
    if (woken === written) return;
    woken = written;
    Atomics.notify(ring, counter.written);
  };

  /** Only layers of tiny files without end come here: what is walked is then ahead of what is hashed. */
  const waitForRoom = (): void => {
    while (((written - done()) | 0) >= ringSize) {
      wake();
      const seen = done();
      Atomics.store(ring, counter.awaited, 1);
      if (done() === seen && Atomics.wait(ring, counter.done, seen, patience) === 'timed-out') {
        throw new Bug(`a hashing thread did nothing for ${patience} ms`);
      }
    }
  };

  return {
    done,
    written: () => written,
    send(what, names, id, at, length) {
      if (death !== undefined) throw death;
      waitForRoom();
      let bits = 0;
      for (const name of names) bits |= 1 << algorithms.indexOf(name);
      const word = firstCommand + (written & (ringSize - 1)) * commandWords;
      ring[word] = what | (bits << algorithmShift);
      ring[word + 1] = id;
      ring[word + 2] = at;
      ring[word + 3] = length;
      written = (written + 1) | 0;
      Atomics.store(ring, counter.written, written);
      return written;
    },
    wake,
    progress: () =>
      new Promise((resolve, reject) => {
        if (death !== undefined) {
          reject(death);
          return;
        }
        wake();
        const before = done();
        waiting.add({ resolve, reject });
        Atomics.store(ring, counter.awaited, 1);
        // It may have got on between the question and the flag, or be through.
        if (done() !== before || done() === written) resolve();
      }),
    digests: (id) =>
      new Promise((resolve, reject) => {
        if (death !== undefined) reject(death);
        else asked.set(id, { resolve, reject });
      }),
    stop: () => void worker.terminate(),
  };
}
