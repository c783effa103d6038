// Reads compressed header blocks (RFC 7541); what we write ourselves needs no compression.
import { ConnectionError, errorCode } from './errors.ts';
import { decodeHuffman } from './huffman.ts';
import { type Header, staticTable } from './static-table.ts';

/** What nobody announces otherwise, and we do not. */
const tableSize = 4096;
/** Each entry counts for this much more than its text (§4.1). */
const overhead = 32;

/** One for a connection: a block may point at what earlier ones brought. */
export class HeaderDecoder {
  /** The newest first. */
  private readonly recent: Header[] = [];
  private size = 0;
  private limit = tableSize;
  private bytes: Buffer = Buffer.alloc(0);
  private at = 0;

  /** Errors: `ConnectionError` compression. */
  decode(block: Buffer): readonly Header[] {
    this.bytes = block;
    this.at = 0;
    const headers: Header[] = [];
    while (this.at < block.length) {
      const kind = block[this.at] ?? 0;
      if ((kind & 0x80) !== 0) headers.push(this.entry(this.integer(7)));
      else if ((kind & 0xe0) === 0x20) this.resize(this.integer(5));
      else {
        const kept = (kind & 0x40) !== 0;
        const index = this.integer(kept ? 6 : 4);
        const header: Header = [index === 0 ? this.text() : this.entry(index)[0], this.text()];
        if (kept) this.keep(header);
        headers.push(header);
      }
    }
    return headers;
  }

  private entry(index: number): Header {
    const header =
      index <= staticTable.length ? staticTable[index - 1] : this.recent[index - staticTable.length - 1];
    if (header === undefined) throw broken('an index names nothing');
    return header;
  }

  private keep(header: Header): void {
    this.recent.unshift(header);
    this.size += weight(header);
    this.shrink();
  }

  private resize(limit: number): void {
    if (limit > tableSize) throw broken('the table is larger than was agreed');
    this.limit = limit;
    this.shrink();
  }

  private shrink(): void {
    while (this.size > this.limit) {
      const oldest = this.recent.pop();
      if (oldest === undefined) return;
      this.size -= weight(oldest);
    }
  }

  /** §5.1; what is longer than anything here may be is refused. */
  private integer(bits: number): number {
    const most = 2 ** bits - 1;
    let value = this.byte() & most;
    if (value < most) return value;
    for (let scale = 1; scale <= 0x20_0000; scale *= 128) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
    throw broken('a number is too long');
  }

  /** §5.2. */
  private text(): string {
    const packed = ((this.bytes[this.at] ?? 0) & 0x80) !== 0;
    const length = this.integer(7);
    const start = this.at;
    this.at += length;
    if (this.at > this.bytes.length) throw broken('a string is cut off');
    if (!packed) return this.bytes.toString('latin1', start, this.at);
    const text = decodeHuffman(this.bytes, start, this.at);
    if (text === undefined) throw broken('a packed string is none');
    return text;
  }

  private byte(): number {
    const byte = this.bytes[this.at];
    if (byte === undefined) throw broken('a header is cut off');
    this.at += 1;
    return byte;
  }
}

function weight([name, value]: Header): number {
  return name.length + value.length + overhead;
}

function broken(what: string): ConnectionError {
  return new ConnectionError(errorCode.compression, `the headers cannot be read: ${what}`);
}

/** One header, not kept and not packed. */
export function encodeHeader(name: string, value: string): Buffer {
  return Buffer.concat([Buffer.from([0]), encodeText(name), encodeText(value)]);
}

function encodeText(text: string): Buffer {
  const bytes = Buffer.from(text, 'latin1');
  const head: number[] = [];
  let rest = bytes.length;
  if (rest < 127) head.push(rest);
  else {
    head.push(127);
    for (rest -= 127; rest >= 128; rest >>>= 7) head.push((rest & 127) | 128);
    head.push(rest);
  }
  return Buffer.concat([Buffer.from(head), bytes]);
}
