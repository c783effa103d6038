// The vector program of `window-filter.ts`, put together from WebAssembly instructions when it is first needed.

/** Bytes of the program's memory: tables from 0, then positions found, then the text. */
export const layout = { results: 1024, data: 64 * 1024, piece: 64 * 1024 };

/** Windows are dealt out to so many buckets: a byte of a table has a bit for each of eight, and there are two such sets. */
export const bucketSets = 2;

export interface FilterProgram {
  readonly memory: ArrayBuffer;
  /** Looks at the first `count` positions of the text; returns the end of the results: pairs of position and 16 lanes. */
  run(count: number): number;
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
  lessUnsigned: [0x49],
  load: [0xfd, 0x00, 0x00],
  splat: [0xfd, 0x0f],
  relaxedSwizzle: [0xfd, 0x80, 0x02],
  and: [0xfd, 0x4e],
  or: [0xfd, 0x50],
  notEqual: [0xfd, 0x24],
  anyTrue: [0xfd, 0x53],
  bitmask: [0xfd, 0x64],
  shiftRight: [0xfd, 0x6d],
} as const;
const i32 = 0x7f;
const v128 = 0x7b;

const locals = {
  count: 0,
  at: 1,
  result: 2,
  lowNibble: 3,
  text: 4,
  low: 5,
  high: 6,
  found: 7,
  tables: 7 + bucketSets,
};
/** Of each set the low and the high nibbles of four bytes. */
const tablesOfSet = 8;
const tableCount = bucketSets * tablesOfSet;
const vectors = locals.tables + tableCount - locals.lowNibble;
const sets = Array.from({ length: bucketSets }, (_, index) => index);

const get = (local: number): number[] => [0x20, local];
const set = (local: number): number[] => [0x21, local];
const number = (value: number): number[] => [0x41, ...signed(value)];
const store = (offset: number): number[] => [0x36, 0x02, ...unsigned(offset)];

/** Node has it, the types of Node only its namespace; what this module needs of it, with the exports of this program. */
declare const WebAssembly: {
  readonly Module: new (code: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (
    module: object,
  ) => {
    readonly exports: { readonly memory: { readonly buffer: ArrayBuffer }; run(count: number): number };
  };
};

export function filterProgram(): FilterProgram {
  const { memory, run } = new WebAssembly.Instance(new WebAssembly.Module(assemble())).exports;
  return { memory: memory.buffer, run };
}

function assemble(): Uint8Array<ArrayBuffer> {
  const pages = (layout.data + layout.piece) / 65_536 + 1;
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [1, 0x60, 1, i32, 1, i32]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0x01, pages, pages]),
    ...section(7, [2, ...text('memory'), 2, 0, ...text('run'), 0, 0]),
    ...section(10, [1, ...sized([2, 2, i32, vectors, v128, ...body(), ...op.end])]),
  ]);
}

function body(): number[] {
  const tables = Array.from({ length: tableCount }, (_, k) => [
    ...[...number(0), ...op.load, ...unsigned(16 * k)],
    ...set(locals.tables + k),
  ]);
  return [
    ...tables.flat(),
    ...[...number(15), ...op.splat, ...set(locals.lowNibble)],
    ...[...number(layout.results), ...set(locals.result)],
    ...op.loop,
    ...[0, 1, 2, 3].flatMap(acceptAt),
    ...sets.flatMap((index) => [...get(locals.found + index), ...(index > 0 ? op.or : [])]),
    ...set(locals.found),
    ...[...get(locals.found), ...op.anyTrue, ...op.if],
    ...[...get(locals.result), ...get(locals.at), ...store(0)],
    ...[...get(locals.result), ...get(locals.found), ...number(0), ...op.splat, ...op.notEqual],
    ...[...op.bitmask, ...store(4)],
    ...[...get(locals.result), ...number(8), ...op.add, ...set(locals.result)],
    ...op.end,
    ...[...get(locals.at), ...number(16), ...op.add, ...set(locals.at)],
    ...[...get(locals.at), ...get(locals.count), ...op.lessUnsigned, ...op.repeatIf],
    ...op.end,
    ...get(locals.result),
  ];
}

/** Keeps, of each set and of 16 positions, the buckets that accept the byte so far behind each as well. */
function acceptAt(byte: number): number[] {
  return [
    ...[...get(locals.at), ...op.load, ...unsigned(layout.data + byte), ...set(locals.text)],
    ...[...get(locals.text), ...get(locals.lowNibble), ...op.and, ...set(locals.low)],
    ...[...get(locals.text), ...number(4), ...op.shiftRight, ...set(locals.high)],
    ...sets.flatMap((index) => {
      const table = locals.tables + index * tablesOfSet + 2 * byte;
      return [
        ...[...get(table), ...get(locals.low), ...op.relaxedSwizzle],
        ...[...get(table + 1), ...get(locals.high), ...op.relaxedSwizzle, ...op.and],
        ...(byte > 0 ? [...get(locals.found + index), ...op.and] : []),
        ...set(locals.found + index),
      ];
    }),
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
  for (; rest > 63; rest >>>= 7) bytes.push((rest & 127) | 128);
  return [...bytes, rest];
}
