// Memory that threads share, and that a WebAssembly program can read where it lies.

/** A shared WebAssembly memory (JavaScript interface §5.3): Node has them, the types of Node only the namespace. */
export interface SharedMemory {
  readonly buffer: SharedArrayBuffer;
}

declare const WebAssembly: {
  readonly Memory: new (limits: {
    readonly initial: number;
    readonly maximum: number;
    readonly shared: true;
  }) => SharedMemory;
};

/** Bytes in which WebAssembly counts memory (core specification §4.2.8). */
const page = 64 * 1024;

const memories = new WeakMap<ArrayBufferLike, SharedMemory>();

/** At least `bytes`, and a page behind them, so that vectors may be read across the end. */
export function sharedMemory(bytes: number): SharedMemory {
  const pages = Math.ceil(bytes / page) + 1;
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  memories.set(memory.buffer, memory);
  return memory;
}

/** The memory that `sharedMemory` made with this buffer; undefined for any other buffer. */
export function sharedMemoryOf(buffer: ArrayBufferLike): SharedMemory | undefined {
  return memories.get(buffer);
}
