// Writes ZIP archives for tests of what reads them as they stream past.
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipItem {
  readonly name: string;
  readonly body: Uint8Array | string;
  readonly stored?: boolean;
  /** The size stands behind the data, as archives have it that are written in one go. */
  readonly descriptor?: boolean;
  readonly encrypted?: boolean;
  /** Of compression; overrides. */
  readonly method?: number;
  /** Spoils the packed bytes. */
  readonly damaged?: boolean;
}

export function writeZip(items: readonly ZipItem[]): Buffer {
  const local: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const item of items) {
    const body = Buffer.from(item.body);
    const data = item.stored === true ? body : deflateRawSync(body);
    if (item.damaged === true) data.fill(0xff, 0, 8);
    const method = item.method ?? (item.stored === true ? 0 : 8);
    const flags = (item.descriptor === true ? 8 : 0) | (item.encrypted === true ? 1 : 0);
    const name = Buffer.from(item.name);
    const sums = Buffer.alloc(12);
    sums.writeUInt32LE(crc32(body), 0);
    sums.writeUInt32LE(data.length, 4);
    sums.writeUInt32LE(body.length, 8);
    const header = Buffer.alloc(30);
    header.write('PK\x03\x04', 0, 'latin1');
    header.writeUInt16LE(20, 4);
    header.writeUInt16LE(flags, 6);
    header.writeUInt16LE(method, 8);
    if (item.descriptor !== true) sums.copy(header, 14);
    header.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.write('PK\x01\x02', 0, 'latin1');
    entry.writeUInt16LE(flags, 8);
    entry.writeUInt16LE(method, 10);
    sums.copy(entry, 16);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    const behind = item.descriptor === true ? [Buffer.from('PK\x07\x08', 'latin1'), sums] : [];
    const whole = Buffer.concat([header, name, data, ...behind]);
    local.push(whole);
    directory.push(entry, name);
    at += whole.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(items.length, 8);
  end.writeUInt16LE(items.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...local, ...directory, end]);
}
