// The tar walk: chunks in, entries and their bodies out, by plain calls; nothing is kept but one header.
import { ContentError, type RefusalCode } from '../terms/refusal.ts';
import type { BodyReader, Entry } from './analyzer.ts';
import type { Ceilings } from './ceilings.ts';
import { toEntry } from './entry-header.ts';
import { type PaxFields, readPax } from './pax.ts';
import { blockSize, isZeroBlock, malformed, readTarHeader } from './tar-header.ts';

/** What the walk tells; all calls are synchronous. */
export interface TarVisitor {
  /** An entry; the reader returned is given its body, undefined skips it. */
  entry(entry: Entry, absolute: boolean): BodyReader | undefined;
  /** An entry that is passed over; the walk goes on. */
  refuse(code: RefusalCode, message: string, path: string): void;
  /** Bytes that are settled, the sums of all calls being the size of the tar. */
  account(kind: 'header' | 'body' | 'skipped' | 'refused' | 'padding', bytes: number): void;
}

export interface TarWalk {
  write(chunk: Uint8Array): void;
  end(): void;
}

type Extension = 'pax' | 'long-name' | 'long-link' | 'global';
const extensions: ReadonlyMap<number, Extension> = new Map([
  [0x78, 'pax'],
  [0x67, 'global'],
  [0x4c, 'long-name'],
  [0x4b, 'long-link'],
]);

const idle: BodyReader = { write: () => undefined, end: () => undefined };

/**
 * Walks a plain tar (ustar, PAX, GNU, star, v7; POSIX.1-2017 pax §ustar). Its calls throw `ContentError`:
 * `malformed`, `truncated`, `ambiguous`, `ceiling`. After one the walk must not be used any more.
 */
export function walkTar(visitor: TarVisitor, ceilings: Ceilings): TarWalk {
  const carry = Buffer.allocUnsafe(blockSize);
  let carried = 0;
  let zeros = 0;
  let ended = false;
  let entries = 0;
  let left = 0;
  let padding = 0;
  let kind: 'body' | 'skipped' | 'refused' | 'header' = 'skipped';
  let reader: BodyReader | undefined;
  let sparseBlocks = false;
  let trailing = 0;
  let pax: PaxFields | undefined;
  let longName: string | undefined;
  let longLink: string | undefined;

  const takeBody = (chunk: Buffer, at: number): number => {
    const length = Math.min(left, chunk.length - at);
    if (reader !== undefined) reader.write(chunk.subarray(at, at + length));
    left -= length;
    visitor.account(kind, length);
    if (left === 0) {
      const finished = reader;
      reader = undefined;
      finished?.end();
    }
    return at + length;
  };

  const startBody = (size: number, bodyKind: typeof kind, bodyReader: BodyReader | undefined): void => {
    left = size;
    padding = (blockSize - (size % blockSize)) % blockSize;
    kind = bodyKind;
    reader = bodyReader;
    if (size === 0) {
      reader = undefined;
      bodyReader?.end();
    }
  };

  const startExtension = (extension: Extension, size: number): void => {
    if (size > ceilings.extendedHeader) {
      throw new ContentError({
        code: 'ceiling',
        what: 'layer',
        message: `an extended tar header has ${size} bytes; at most ${ceilings.extendedHeader} are read`,
      });
    }
    const body = Buffer.allocUnsafe(size);
    let filled = 0;
    startBody(size, 'header', {
      write(chunk) {
        body.set(chunk, filled);
        filled += chunk.length;
      },
      end() {
        if (extension === 'pax') pax = readPax(body);
        else if (extension === 'global') checkGlobal(readPax(body));
        else if (extension === 'long-name') longName = untilNul(body);
        else longLink = untilNul(body);
      },
    });
  };

  const block = (bytes: Buffer, at: number): void => {
    if (sparseBlocks) {
      visitor.account('refused', blockSize);
      sparseBlocks = bytes[at + 504] !== 0;
      return;
    }
    if (isZeroBlock(bytes, at)) {
      visitor.account('padding', blockSize);
      if (pax !== undefined || longName !== undefined || longLink !== undefined) {
        throw malformed('an extended tar header is followed by no entry');
      }
      zeros++;
      ended = zeros === 2;
      return;
    }
    if (zeros > 0) throw malformed('one empty block stands between tar entries');
    const raw = readTarHeader(bytes, at);
    visitor.account('header', blockSize);
    const extension = extensions.get(raw.type);
    if (++entries > 2 * ceilings.entries) throw tooManyEntries(ceilings);
    if (extension !== undefined) {
      startExtension(extension, raw.size);
      return;
    }
    const result = toEntry(raw, { pax, longName, longLink }, ceilings);
    pax = undefined;
    longName = undefined;
    longLink = undefined;
    if (result.kind === 'refused') {
      visitor.refuse(result.code, result.message, result.path);
      sparseBlocks = raw.extended;
      startBody(result.size, 'refused', idle);
      return;
    }
    const wanted = visitor.entry(result.entry, result.absolute);
    startBody(result.entry.size, wanted === undefined ? 'skipped' : 'body', wanted);
  };

  return {
    write(input) {
      const chunk = Buffer.from(input.buffer, input.byteOffset, input.byteLength);
      let at = 0;
      while (at < chunk.length) {
        if (ended) {
          trailing += account(chunk, at, visitor);
          return;
        }
        if (left > 0 && !sparseBlocks) {
          at = takeBody(chunk, at);
        } else if (padding > 0 && !sparseBlocks) {
          const length = Math.min(padding, chunk.length - at);
          visitor.account('padding', length);
          padding -= length;
          at += length;
        } else if (carried > 0 || chunk.length - at < blockSize) {
          const length = Math.min(blockSize - carried, chunk.length - at);
          chunk.copy(carry, carried, at, at + length);
          carried += length;
          at += length;
          if (carried === blockSize) {
            carried = 0;
            block(carry, 0);
          }
        } else {
          block(chunk, at);
          at += blockSize;
        }
      }
    },
    end() {
      if (left > 0 || carried > 0 || pax !== undefined || longName !== undefined || longLink !== undefined) {
        throw new ContentError({ code: 'truncated', what: 'layer', message: 'the tar ends inside an entry' });
      }
      if (trailing > 0) {
        visitor.refuse('ambiguous', `${trailing} bytes that are not zero follow the end of the tar`, '');
      }
    },
  };
}

/** Accounts what follows the end of the archive; returns how many bytes of it are not zero. */
function account(chunk: Buffer, at: number, visitor: TarVisitor): number {
  let odd = 0;
  for (let i = at; i < chunk.length; i++) if (chunk[i] !== 0) odd++;
  visitor.account('refused', odd);
  visitor.account('padding', chunk.length - at - odd);
  return odd;
}

/** Go's reader, and with it every engine, ignores global headers; GNU tar and libarchive apply them. */
function checkGlobal(fields: PaxFields): void {
  const { path, linkpath, size } = fields;
  if (path === undefined && linkpath === undefined && size === undefined && fields.xattrs === undefined)
    return;
  throw new ContentError({
    code: 'ambiguous',
    what: 'layer',
    message: 'a global PAX header renames or resizes entries; readers differ about it',
  });
}

function untilNul(body: Buffer): string {
  const end = body.indexOf(0);
  return body.toString('latin1', 0, end < 0 ? body.length : end);
}

export function tooManyEntries(ceilings: Ceilings): ContentError {
  return new ContentError({
    code: 'ceiling',
    what: 'layer',
    message: `the layer has more than ${ceilings.entries} entries`,
  });
}
