// Reads protocol buffers in place: fields one after the other, nothing built that nobody asks for.

/** A wire error: the bytes are not what the engine writes. */
export class WireError extends Error {
  readonly kind = 'wire';
}

/** A window on a message; `next` moves field by field until it returns 0. */
export class FieldReader {
  readonly bytes: Buffer;
  private at: number;
  private readonly end: number;
  /** Wire type of the current field: 0 varint, 1 fixed64, 2 bytes, 5 fixed32. */
  private type = 0;

  constructor(bytes: Buffer, start = 0, end = bytes.length) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  /** Number of the next field; 0 at the end of the message. */
  next(): number {
    if (this.at >= this.end) return 0;
    const tag = this.varint();
    this.type = tag & 7;
    return tag >>> 3;
  }

  /** Values above 2^53 lose bits: no field that is read here has any. */
  varint(): number {
    let value = 0;
    let scale = 1;
    for (let count = 0; count < 10; count++) {
      const byte = this.bytes[this.at++];
      if (byte === undefined || this.at > this.end) throw new WireError('a number is cut off');
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
    throw new WireError('a number is too long');
  }

  double(): number {
    const at = this.at;
    if (at + 8 > this.end) throw new WireError('a number is cut off');
    this.at = at + 8;
    return this.bytes.readDoubleLE(at);
  }

  text(): string {
    const length = this.length();
    const start = this.at;
    this.at = start + length;
    return this.bytes.toString('utf8', start, start + length);
  }

  /** The field's own bytes, not copied. */
  raw(): Buffer {
    const length = this.length();
    const start = this.at;
    this.at = start + length;
    return this.bytes.subarray(start, start + length);
  }

  /** The field as a message of its own. */
  message(): FieldReader {
    const length = this.length();
    const start = this.at;
    this.at = start + length;
    return new FieldReader(this.bytes, start, start + length);
  }

  skip(): void {
    switch (this.type) {
      case 0:
        this.varint();
        return;
      case 1:
        this.at += 8;
        return;
      case 2: {
        const length = this.length();
        this.at += length;
        return;
      }
      case 5:
        this.at += 4;
        return;
      default:
        throw new WireError(`wire type ${this.type} is not read`);
    }
  }

  private length(): number {
    const length = this.varint();
    if (this.at + length > this.end) throw new WireError('a field reaches beyond its message');
    return length;
  }
}
