// Looks for secrets in the bodies of files as they stream past: text of any encoding, programs, and what is packed.
import type { Analyzer, BodyReader, Entry, FactSink } from '../../image/analyzer.ts';
import { type BodyForm, bodyForm, headLength } from './body-form.ts';
import { bodySearch, type Told } from './body-search.ts';
import { tellNames } from './in-name.ts';
import { packedBody } from './packed-body.ts';
import { narrowed } from './utf16.ts';
import { zipEntries } from './zip-entries.ts';

/** Fact about a file that was not looked into whole. */
export const unreadFact = 'unread';

/** Compressed documentation of packages is most of what is compressed in an image of a distribution. */
const compressedPages = /^usr\/(?:local\/)?share\/(?:doc|man|info)\//;

export const secretsAnalyzer: Analyzer = {
  id: 'secrets',
  version: 4,
  open(entry, sink) {
    tellNames(entry.path, sink);
    if (entry.type !== 'file' || entry.size < 8) return undefined;
    return sniffed(entry, sink);
  },
};

/** Decides by the first bytes, which may come in several chunks. */
function sniffed(entry: Entry, sink: FactSink): BodyReader {
  const needed = Math.min(entry.size, headLength);
  let head: Buffer | undefined;
  let reader: BodyReader | undefined;
  return {
    write(chunk) {
      if (reader !== undefined) {
        reader.write(chunk);
        return;
      }
      const bytes = head === undefined ? chunk : Buffer.concat([head, chunk]);
      if (bytes.length < needed) {
        head = Buffer.from(bytes);
        return;
      }
      head = undefined;
      reader = readerOf(bodyForm(bytes.subarray(0, headLength), entry.path), entry, sink);
      reader.write(bytes);
    },
    end: () => reader?.end(),
  };
}

function readerOf(form: BodyForm, { path, size }: Entry, sink: FactSink): BodyReader {
  const told: Told = { sink, seen: new Set() };
  switch (form) {
    case 'text':
    case 'binary':
      return bodySearch({ path, size, text: form === 'text' }, told);
    case 'utf-16le':
    case 'utf-16be':
      return wide(form, path, size, told);
    case 'gzip':
    case 'zstd':
    case 'zip': {
      const raw = bodySearch({ path, size, text: false }, told);
      return compressedPages.test(path) ? raw : both(raw, unpacked(form, path, size, told));
    }
  }
}

function wide(form: BodyForm, path: string, size: number, told: Told, inside?: string): BodyReader {
  const body = { path, size: size >> 1, text: true, ...(inside === undefined ? {} : { inside }) };
  return narrowed(form === 'utf-16le' ? 0 : 1, bodySearch(body, told));
}

function unpacked(form: 'gzip' | 'zstd' | 'zip', path: string, size: number, told: Told): BodyReader {
  let isUnread = false;
  const unread = (): void => {
    if (!isUnread) told.sink.fact(unreadFact);
    isUnread = true;
  };
  if (form === 'zip') return zipEntries({ file: (name, body) => searchPart(name, body, told), unread });
  return packedBody(form, size, (body) => {
    if (body === undefined) unread();
    else searchPart(path.replace(/.*\/|\.(?:gz|tgz|zst)$/g, ''), body, told);
  });
}

/** A part is not unpacked again. */
function searchPart(name: string, body: Buffer, told: Told): void {
  const form = bodyForm(body.subarray(0, headLength), '');
  const isWide = form === 'utf-16le' || form === 'utf-16be';
  const plain = { path: name, size: body.length, inside: name, text: form === 'text' };
  const reader = isWide ? wide(form, name, body.length, told, name) : bodySearch(plain, told);
  reader.write(body);
  reader.end();
}

function both(one: BodyReader, other: BodyReader): BodyReader {
  return {
    write(chunk) {
      one.write(chunk);
      other.write(chunk);
    },
    end() {
      one.end();
      other.end();
    },
  };
}
