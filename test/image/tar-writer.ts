// A tiny tar writer of the tests' own: honest by default, and able to write every lie a test needs.

export interface TarItem {
  readonly path: string;
  readonly body?: string | Uint8Array;
  /** Type flag; default `0`, or `5` when the path ends with a slash. */
  readonly type?: string;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly mtime?: number;
  readonly link?: string;
  /** What the header says instead of the body's length. */
  readonly size?: number;
  readonly format?: 'ustar' | 'gnu' | 'v7';
  /** PAX records written before the entry. */
  readonly pax?: Readonly<Record<string, string>>;
  /** Last word on the header block before its checksum is set. */
  readonly patch?: (header: Buffer) => void;
}

/** A whole archive: the items and two empty blocks. */
export function writeTar(items: readonly TarItem[]): Buffer {
  return Buffer.concat([...items.map(tarItem), Buffer.alloc(1024)]);
}

/** One entry with the extended headers it asks for, padded. */
export function tarItem(item: TarItem): Buffer {
  const body = Buffer.from(item.body ?? '');
  const pax = item.pax === undefined ? [] : [tarItem({ path: 'pax', type: 'x', body: paxBody(item.pax) })];
  return Buffer.concat([...pax, header(item, item.size ?? body.length), pad(body)]);
}

/** PAX records of a header's body. */
export function paxBody(records: Readonly<Record<string, string>>): Buffer {
  return Buffer.concat(Object.entries(records).map(([key, value]) => paxRecord(key, value)));
}

function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.from(` ${key}=${value}\n`);
  let length = rest.length + 1;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

export function pad(body: Uint8Array): Buffer {
  return Buffer.concat([body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
}

function header(item: TarItem, size: number): Buffer {
  const block = Buffer.alloc(512);
  block.write(item.path, 0, 100);
  octal(block, 100, 7, item.mode ?? 0o644);
  octal(block, 108, 7, item.uid ?? 0);
  octal(block, 116, 7, item.gid ?? 0);
  octal(block, 124, 11, size);
  octal(block, 136, 11, item.mtime ?? 1_700_000_000);
  block.write(item.type ?? (item.path.endsWith('/') ? '5' : '0'), 156, 'latin1');
  block.write(item.link ?? '', 157, 100);
  if (item.format === 'gnu') block.write('ustar  \0', 257, 'latin1');
  else if (item.format !== 'v7') block.write('ustar\x0000', 257, 'latin1');
  item.patch?.(block);
  block.fill(' ', 148, 156);
  let sum = 0;
  for (const byte of block) sum += byte;
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

function octal(block: Buffer, at: number, digits: number, value: number): void {
  block.write(value.toString(8).padStart(digits, '0').slice(-digits), at, 'latin1');
}

/** The bytes in pieces of one size, as a stream delivers them. */
export async function* inPieces(bytes: Uint8Array, size = 65_536): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
