// The hashing threads of this process: there while anything hashes much, shared by all that does.
import { availableParallelism } from 'node:os';
import { Bug } from '../../terms/errors.ts';
import { sharedMemory } from '../../terms/shared-memory.ts';
import { type HashAlgorithm, lengthOf } from './algorithms.ts';
import { command } from './commands.ts';
import { type Digester, type Hashing, largestChunk, oneAfterAnother } from './digester.ts';
import { program, startThread } from './thread-handle.ts';

/** Chunks that lie in memory at most; only those that were ever used at once take any. */
const slots = 16;

/** Beside the thread that walks and the one that inflates; on two cores a second one only takes turns with the first. */
const threadCount = availableParallelism() > 2 ? 2 : 1;

export interface Threads {
  /** Undefined while so much is hashed side by side that there would be no room. */
  open(): Hashing | undefined;
}

let shared: Threads | undefined;

/** Undefined where no thread would run beside this one, or the program is not there: a policy pack is a single file. */
export function openThreads(): Threads | undefined {
  if (program === '' || availableParallelism() < 2) return undefined;
  shared ??= startThreads();
  return shared;
}

function startThreads(): Threads {
  const memory = sharedMemory(slots * largestChunk).buffer;
  const bytes = new Uint8Array(memory);
  const threads = Array.from({ length: threadCount }, () => startThread(memory));
  /** Of each slot, for each thread: the last command that reads it. */
  const lastRead = threads.map(() => new Int32Array(slots));
  const held = new Uint8Array(slots);
  let opened = 0;
  let turn = 0;
  let ids = 0;

  const isFree = (slot: number): boolean =>
    held[slot] === 0 &&
    threads.every((thread, index) => ((thread.done() - (lastRead[index]?.[slot] ?? 0)) | 0) >= 0);

  const fill = (slot: number, chunk: Uint8Array): Uint8Array => {
    const at = slot * largestChunk;
    bytes.set(chunk, at);
    return bytes.subarray(at, at + chunk.length);
  };

  /** A slot that its taker holds from now on. */
  const takeSlot = (): number | undefined => {
    for (let slot = 0; slot < slots; slot++) {
      if (!isFree(slot)) continue;
      held[slot] = 1;
      return slot;
    }
    return undefined;
  };

  const waitForSlot = async (): Promise<number> => {
    for (;;) {
      const busy = threads.filter((thread) => thread.done() !== thread.written());
      const slot = takeSlot();
      if (slot !== undefined) return slot;
      if (busy.length === 0) throw new Bug('every place for a chunk is held');
      await Promise.race(busy.map((thread) => thread.progress()));
    }
  };

  const openDigester = (): Digester & { drop(): void } => {
    const index = turn++ % threads.length;
    const thread = threads[index];
    const reads = lastRead[index];
    if (thread === undefined || reads === undefined) throw new Bug('there is no hashing thread');
    const id = ids++;
    let at = 0;
    let asked = false;
    const turns = oneAfterAnother();
    const send = (what: number, names: readonly HashAlgorithm[], chunk: Uint8Array | undefined): void => {
      if (chunk === undefined || chunk.length === 0) {
        thread.send(what, names, id, 0, 0);
        return;
      }
      if (chunk.buffer !== memory) throw new Bug('a chunk is to be hashed that was not placed');
      const slot = Math.floor(chunk.byteOffset / largestChunk);
      reads[slot] = thread.send(what, names, id, chunk.byteOffset, chunk.length);
    };
    return {
      open: (names) => ({
        update(chunk) {
          turns.take(this);
          send(command.update, names, chunk);
        },
        end(last) {
          turns.end(this);
          const start = at;
          send(command.end, names, last);
          for (const name of names) at += lengthOf[name];
          return start;
        },
      }),
      digests() {
        asked = true;
        thread.send(command.digests, [], id, 0, 0);
        thread.wake();
        return thread.digests(id);
      },
      drop() {
        if (!asked) thread.send(command.drop, [], id, 0, 0);
      },
    };
  };

  return {
    open() {
      if (opened >= slots / 2 - 1) return undefined;
      opened++;
      let before: number | undefined;
      let current: number | undefined;
      const digesters: { drop(): void }[] = [];
      const release = (slot: number | undefined): void => {
        if (slot !== undefined) held[slot] = 0;
      };
      const take = (slot: number, chunk: Uint8Array): Uint8Array => {
        before = current;
        current = slot;
        return fill(slot, chunk);
      };
      return {
        place(chunk) {
          if (chunk.buffer === memory) return chunk;
          if (chunk.length > largestChunk)
            throw new Bug(`a chunk of ${chunk.length} bytes is too long to place`);
          release(before);
          before = undefined;
          const slot = takeSlot();
          return slot === undefined ? waitForSlot().then((found) => take(found, chunk)) : take(slot, chunk);
        },
        begin() {
          for (const thread of threads) thread.wake();
        },
        digester() {
          const digester = openDigester();
          digesters.push(digester);
          return digester;
        },
        close() {
          opened--;
          release(before);
          release(current);
          for (const digester of digesters) digester.drop();
          if (opened > 0) return;
          // Their memory is worth more to what comes next than the time to start them again.
          for (const thread of threads) thread.stop();
          shared = undefined;
        },
      };
    },
  };
}
