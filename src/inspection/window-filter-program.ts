// The vector program of `window-filter.ts`, put together from WebAssembly instructions when it is first needed.
import type { SharedMemory } from '../terms/shared-memory.ts';

/** Bytes of the text that are looked at in one call. */
export const piece = 64 * 1024;

/** Where things stand in the program's own memory, in bytes: tables from 0, which hashes windows have, positions found. */
export const layout = { hashes: 1024, positions: 1024 + 64 * 1024 };

/** Windows are dealt out to so many buckets: a byte of a table has a bit for each of eight, and there are two such sets. */
export const bucketSets = 2;

/** The hash of a window is the high half of its four bytes times this. */
export const hashFactor = 0x9e3779b1;

export interface FilterProgram {
  /**
   * Looks at `count` positions of the text, at most a `piece`; reads 18 bytes behind the last. Returns how many it found:
   * they stand in the own memory, as addresses of the text, in order.
   */
  run(from: number, count: number): number;
}

/**
 * Instructions used (WebAssembly core specification 3.0, §5.4); those of vectors have a prefix. The relaxed swizzle is one
 * instruction of the processor where the other is two, and the same for places below 16, which nibbles are.
 */
const op = {
  loop: [0x03, 0x40],
  if: [0x04, 0x40],
  end: [0x0b],
  repeatIf: [0x0d, 0x00],
  add: [0x6a],
  subtract: [0x6b],
  multiply: [0x6c],
  bitAnd: [0x71],
  shiftRight: [0x76],
  lowestBit: [0x68],
  lessUnsigned: [0x49],
  load: [0xfd, 0x00],
  splat: [0xfd, 0x0f],
  relaxedSwizzle: [0xfd, 0x80, 0x02],
  and: [0xfd, 0x4e],
  or: [0xfd, 0x50],
  notEqual: [0xfd, 0x24],
  anyTrue: [0xfd, 0x53],
  bitmask: [0xfd, 0x64],
  shiftBytes: [0xfd, 0x6d],
} as const;
const i32 = 0x7f;
const v128 = 0x7b;

const words = { at: 0, end: 1, result: 2, lanes: 3, place: 4 };
const firstVector = 5;
const vectors = { lowNibble: 5, text: 6, low: 7, high: 8, found: 9 };
const firstTable = vectors.found + bucketSets;
/** Of each set the low and the high nibbles of four bytes. */
const tablesOfSet = 8;
const tableCount = bucketSets * tablesOfSet;
const sets = Array.from({ length: bucketSets }, (_, index) => index);

const get = (local: number): number[] => [0x20, local];
const set = (local: number): number[] => [0x21, local];
const number = (value: number): number[] => [0x41, ...signed(value)];
/** An address in the text, which is memory 0, or in the program's own memory, which is 1 (§5.4.6, multiple memories). */
const inText = (offset: number): number[] => [0x00, ...unsigned(offset)];
const inOwn = (align: number, offset: number): number[] => [0x40 | align, 0x01, ...unsigned(offset)];
const loadWord = (from: number[]): number[] => [0x28, ...from];
const loadByte = (from: number[]): number[] => [0x2d, ...from];
const storeWord = (to: number[]): number[] => [0x36, ...to];

interface OwnMemory {
  readonly buffer: ArrayBuffer;
}

declare const WebAssembly: {
  readonly Module: new (code: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (
    module: object,
    imports: { readonly memory: { readonly text: SharedMemory; readonly own: OwnMemory } },
  ) => { readonly exports: FilterProgram };
  readonly Memory: new (limits: { readonly initial: number; readonly maximum: number }) => OwnMemory;
};

/** Pages of 64 KiB of the program's own memory. */
const ownPages = Math.ceil((layout.positions + 4 * piece) / 65_536);

export interface FilterPrograms {
  /** The own memory of all. */
  readonly own: ArrayBuffer;
  /** One for a text that lies in `memory`, which `sharedMemory` has made. */
  over(memory: SharedMemory): FilterProgram;
}

export function filterPrograms(): FilterPrograms {
  const own = new WebAssembly.Memory({ initial: ownPages, maximum: ownPages });
  const module = new WebAssembly.Module(assemble());
  return {
    own: own.buffer,
    over: (text) => new WebAssembly.Instance(module, { memory: { text, own } }).exports,
  };
}

function assemble(): Uint8Array<ArrayBuffer> {
  const locals = [2, 3, i32, firstTable + tableCount - firstVector, v128];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [1, 0x60, 2, i32, i32, 1, i32]),
    ...section(2, [
      2,
      // Shared, between one page and all that there can be.
      ...[...text('memory'), ...text('text'), 2, 0x03, 1, ...unsigned(65_536)],
      ...[...text('memory'), ...text('own'), 2, 0x01, ownPages, ownPages],
    ]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...text('run'), 0, 0]),
    ...section(10, [1, ...sized([...locals, ...body(), ...op.end])]),
  ]);
}

function body(): number[] {
  const tables = Array.from({ length: tableCount }, (_, k) => [
    ...[...number(0), ...op.load, ...inOwn(0, 16 * k)],
    ...set(firstTable + k),
  ]);
  return [
    ...tables.flat(),
    ...[...number(15), ...op.splat, ...set(vectors.lowNibble)],
    ...[...get(words.at), ...get(words.end), ...op.add, ...set(words.end)],
    ...op.loop,
    ...[0, 1, 2, 3].flatMap(acceptAt),
    ...sets.flatMap((index) => [...get(vectors.found + index), ...(index > 0 ? op.or : [])]),
    ...set(vectors.found),
    ...[...get(vectors.found), ...op.anyTrue, ...op.if, ...tellAccepted(), ...op.end],
    ...[...get(words.at), ...number(16), ...op.add, ...set(words.at)],
    ...[...get(words.at), ...get(words.end), ...op.lessUnsigned, ...op.repeatIf],
    ...op.end,
    ...[...get(words.result), ...number(2), ...op.shiftRight],
  ];
}

/** Keeps, of each set and of 16 positions, the buckets that accept the byte so far behind each as well. */
function acceptAt(byte: number): number[] {
  return [
    ...[...get(words.at), ...op.load, ...inText(byte), ...set(vectors.text)],
    ...[...get(vectors.text), ...get(vectors.lowNibble), ...op.and, ...set(vectors.low)],
    ...[...get(vectors.text), ...number(4), ...op.shiftBytes, ...set(vectors.high)],
    ...sets.flatMap((index) => {
      const table = firstTable + index * tablesOfSet + 2 * byte;
      return [
        ...[...get(table), ...get(vectors.low), ...op.relaxedSwizzle],
        ...[...get(table + 1), ...get(vectors.high), ...op.relaxedSwizzle, ...op.and],
        ...(byte > 0 ? [...get(vectors.found + index), ...op.and] : []),
        ...set(vectors.found + index),
      ];
    }),
  ];
}

/** Keeps the positions that all four bytes accept, are not behind the end, and have the hash of a window. */
function tellAccepted(): number[] {
  return [
    ...[...get(vectors.found), ...number(0), ...op.splat, ...op.notEqual, ...op.bitmask, ...set(words.lanes)],
    ...op.loop,
    ...[...get(words.at), ...get(words.lanes), ...op.lowestBit, ...op.add, ...set(words.place)],
    ...[...get(words.place), ...get(words.end), ...op.lessUnsigned, ...op.if],
    ...[...get(words.place), ...loadWord(inText(0)), ...number(hashFactor | 0), ...op.multiply],
    ...[...number(16), ...op.shiftRight, ...loadByte(inOwn(0, layout.hashes)), ...op.if],
    ...[...get(words.result), ...get(words.place), ...storeWord(inOwn(2, layout.positions))],
    ...[...get(words.result), ...number(4), ...op.add, ...set(words.result)],
    ...[...op.end, ...op.end],
    ...[...get(words.lanes), ...number(1), ...op.subtract, ...get(words.lanes), ...op.bitAnd],
    ...[...set(words.lanes), ...get(words.lanes), ...op.repeatIf],
    ...op.end,
  ];
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...sized(content)];
}

function sized(content: readonly number[]): number[] {
  return [...unsigned(content.length), ...content];
}

function text(name: string): number[] {
  return sized([...Buffer.from(name, 'latin1')]);
}

/** LEB128 (§5.2.2). */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
  return [...bytes, rest];
}

function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest < -64 || rest > 63; rest >>= 7) bytes.push((rest & 127) | 128);
  return [...bytes, rest & 127];
}
