// The program of an inflating thread: packed bytes in, plain bytes out, as far ahead of its caller as there are places.
import { parentPort, workerData } from 'node:worker_threads';
import { ContentError } from '../../../terms/refusal.ts';
import { inflate } from '../stream.ts';
import { inflateZstd } from '../zstd.ts';
import { type Answer, placeOf, placeSize, places, type ThreadData, word } from './shared.ts';

const { memory, words, compression, ceilings }: ThreadData = workerData;
const bytes = new Uint8Array(memory);

function answer(what: Answer): void {
  parentPort?.postMessage(what);
}

function tell(): void {
  if (Atomics.exchange(words, word.callerWaits, 0) === 1) answer('progress');
}

let called: () => void = () => undefined;
parentPort?.on('message', () => called());

/** Until the caller has given more, or all. */
async function untilGiven(seen: number): Promise<void> {
  const more = (): boolean =>
    Atomics.load(words, word.given) !== seen || Atomics.load(words, word.complete) === 1;
  while (!more()) {
    const call = new Promise<void>((resolve) => {
      called = resolve;
    });
    Atomics.store(words, word.threadWaits, 1);
    if (more()) return;
    await call;
  }
}

async function* packed(): AsyncGenerator<Uint8Array, void, undefined> {
  for (let count = 0; ; count = (count + 1) | 0) {
    await untilGiven(count);
    if (Atomics.load(words, word.given) === count) return;
    const { at, length } = placeOf('packed', count);
    yield bytes.subarray(at, at + (words[length] ?? 0));
    // Who asks for the next has done with the one before this.
    Atomics.store(words, word.used, count);
    tell();
  }
}

let made = 0;
let filled = 0;

/** This thread sleeps while its caller is behind: what is being inflated meanwhile, in the pool, goes on. */
function put(chunk: Uint8Array): void {
  for (let at = 0; at < chunk.length; ) {
    const place = placeOf('plain', made);
    if (filled === 0) {
      for (let taken = words[word.taken] ?? 0; ((made - taken) | 0) >= places.plain; ) {
        Atomics.wait(words, word.taken, taken);
        taken = Atomics.load(words, word.taken);
      }
    }
    const count = Math.min(chunk.length - at, placeSize - filled);
    bytes.set(chunk.subarray(at, at + count), place.at + filled);
    filled += count;
    at += count;
    if (filled === placeSize) handOver();
  }
}

function handOver(): void {
  words[placeOf('plain', made).length] = filled;
  filled = 0;
  made = (made + 1) | 0;
  Atomics.store(words, word.made, made);
  tell();
}

try {
  const plain =
    compression === 'zstd'
      ? inflateZstd(packed(), ceilings)
      : inflate(packed(), compression, ceilings, { taken: 0, plain: 0 });
  for await (const chunk of plain) put(chunk);
  if (filled > 0) handOver();
  Atomics.store(words, word.done, 1);
  answer('progress');
} catch (error) {
  if (!(error instanceof ContentError)) throw error;
  if (filled > 0) handOver();
  answer(error.refusal);
}
