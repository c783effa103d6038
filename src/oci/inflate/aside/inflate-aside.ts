// Inflates in a thread of its own, some places ahead of whoever reads: neither waits for the other's every chunk.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { Bug } from '../../../terms/errors.ts';
import { ContentError } from '../../../terms/refusal.ts';
import { type Answer, placeOf, placeSize, places, type ThreadData, word, wordCount } from './shared.ts';

/** The program, as the bundle names it; in a checkout it stands beside this file. Empty: there is none. */
declare const seaworthyInflatingThread: string;

const program = typeof seaworthyInflatingThread === 'string' ? seaworthyInflatingThread : './thread.ts';

/** At most: each takes memory, and beside the caller's own thread there is work for a core fewer than there are. */
const most = program === '' ? 0 : Math.min(2, availableParallelism() - 1);

let running = 0;

/** Whether one more thread may run. */
export function isRoomAside(): boolean {
  return running < most;
}

/** Plain chunks as `inflate` and `inflateZstd` yield them, each valid until the next is asked for, and the same errors. */
export async function* inflateAside(
  input: AsyncIterable<Uint8Array>,
  how: Pick<ThreadData, 'compression' | 'ceilings'>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const thread = startThread(how);
  running++;
  let sourceError: unknown;
  const feeding = feed(input, thread).catch((error: unknown) => {
    sourceError = error;
    thread.stop(error);
  });
  try {
    yield* plainOf(thread);
  } catch (error) {
    throw sourceError ?? error;
  } finally {
    thread.stop(new Bug('nobody reads on what is inflated'));
    await feeding;
    running--;
  }
}

interface Thread {
  readonly words: Int32Array<SharedArrayBuffer>;
  readonly bytes: Uint8Array;
  /** Resolves once the thread has got on so far; rejects when it never will. */
  until(ready: () => boolean): Promise<void>;
  /** Wakes the thread if it waits for packed bytes. */
  call(): void;
  /** `why`: for who still waits. */
  stop(why: unknown): void;
}

function startThread(how: Pick<ThreadData, 'compression' | 'ceilings'>): Thread {
  const memory = new SharedArrayBuffer((places.packed + places.plain) * placeSize);
  const words = new Int32Array(new SharedArrayBuffer(4 * wordCount));
  const workerData: ThreadData = { memory, words, ...how };
  const worker = new Worker(new URL(program, import.meta.url), {
    workerData,
    name: 'inflating',
    stdin: false,
    execArgv: [],
    resourceLimits: { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 64 },
  });
  let failure: { readonly why: unknown } | undefined;
  let waiting: (() => void)[] = [];
  const goOn = (): void => {
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  };
  const fail = (why: unknown): void => {
    failure ??= { why };
    goOn();
  };
  worker.on('message', (answer: Answer) => {
    if (answer === 'progress') goOn();
    else fail(new ContentError(answer));
  });
  worker.on('error', (cause) => fail(new Bug('an inflating thread has died', { cause })));
  worker.on('exit', () => fail(new Bug('an inflating thread has ended')));
  return {
    words,
    bytes: new Uint8Array(memory),
    async until(ready) {
      while (!ready()) {
        if (failure !== undefined) throw failure.why;
        const woken = new Promise<void>((resolve) => waiting.push(resolve));
        Atomics.store(words, word.callerWaits, 1);
        if (ready()) return;
        await woken;
      }
    },
    call() {
      if (Atomics.exchange(words, word.threadWaits, 0) === 1) worker.postMessage('given');
    },
    stop(why) {
      fail(why);
      void worker.terminate();
    },
  };
}

async function feed(input: AsyncIterable<Uint8Array>, { words, bytes, until, call }: Thread): Promise<void> {
  let given = 0;
  const isFree = (): boolean => ((given - Atomics.load(words, word.used)) | 0) < places.packed;
  for await (const chunk of input) {
    for (let start = 0; start < chunk.length; start += placeSize) {
      await until(isFree);
      const { at, length } = placeOf('packed', given);
      const part = chunk.subarray(start, start + placeSize);
      bytes.set(part, at);
      words[length] = part.length;
      given = (given + 1) | 0;
      Atomics.store(words, word.given, given);
      call();
    }
  }
  Atomics.store(words, word.complete, 1);
  call();
}

async function* plainOf({ words, bytes, until }: Thread): AsyncGenerator<Uint8Array, void, undefined> {
  let taken = 0;
  const isMade = (): boolean => Atomics.load(words, word.made) !== taken;
  for (;;) {
    await until(() => isMade() || Atomics.load(words, word.done) === 1);
    if (!isMade()) return;
    const { at, length } = placeOf('plain', taken);
    yield bytes.subarray(at, at + (words[length] ?? 0));
    taken = (taken + 1) | 0;
    Atomics.store(words, word.taken, taken);
    Atomics.notify(words, word.taken);
  }
}
