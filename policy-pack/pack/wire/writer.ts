// Writes protocol buffers: a list of fields, empty ones left out as proto3 does.

export type Field = Buffer;

const nothing = Buffer.alloc(0);

export function textField(number: number, text: string): Field {
  if (text === '') return nothing;
  const length = Buffer.byteLength(text);
  const { bytes, at } = room(number, length);
  bytes.write(text, at, 'utf8');
  return bytes;
}

export function numberField(number: number, value: number): Field {
  return value === 0 ? nothing : Buffer.concat([varint(number << 3), varint(value)]);
}

/** Written once, however deep: an answer may hold thousands. */
export function messageField(number: number, fields: readonly Field[]): Field {
  let length = 0;
  for (const field of fields) length += field.length;
  const { bytes, at } = room(number, length);
  let end = at;
  for (const field of fields) end += field.copy(bytes, end);
  return bytes;
}

export function message(...fields: readonly Field[]): Buffer {
  return Buffer.concat(fields);
}

/** google.protobuf.Struct of plain JSON (struct.proto). */
export function structFields(value: { readonly [key: string]: unknown }): Field[] {
  return Object.entries(value).map(([key, item]) =>
    messageField(1, [textField(1, key), messageField(2, valueFields(item))]),
  );
}

function valueFields(value: unknown): Field[] {
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(9);
    bytes[0] = (2 << 3) | 1;
    bytes.writeDoubleLE(value, 1);
    return [bytes];
  }
  if (typeof value === 'string') return [bytesField(3, Buffer.from(value, 'utf8'))];
  if (typeof value === 'boolean') return [Buffer.from([4 << 3, value ? 1 : 0])];
  if (Array.isArray(value))
    return [
      messageField(
        6,
        value.map((item) => messageField(1, valueFields(item))),
      ),
    ];
  if (typeof value === 'object' && value !== null) return [messageField(5, structFields({ ...value }))];
  return [Buffer.from([1 << 3, 0])];
}

function bytesField(number: number, content: Buffer): Field {
  return messageField(number, [content]);
}

/** A field of bytes with its head written; the content goes `at` there. */
function room(number: number, length: number): { readonly bytes: Buffer; readonly at: number } {
  const tag = (number << 3) | 2;
  const bytes = Buffer.allocUnsafe(sizeOf(tag) + sizeOf(length) + length);
  return { bytes, at: putVarint(bytes, putVarint(bytes, 0, tag), length) };
}

function varint(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(sizeOf(value));
  putVarint(bytes, 0, value);
  return bytes;
}

function sizeOf(value: number): number {
  let size = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) size += 1;
  return size;
}

/** The place behind it. */
function putVarint(bytes: Buffer, start: number, value: number): number {
  let at = start;
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes[at++] = (rest % 128) | 128;
  bytes[at++] = rest;
  return at;
}
