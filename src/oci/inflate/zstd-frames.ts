// Where zstd frames end (RFC 8878 §3.1): Node's decoder stops after the first one and says nothing of the rest.
import { ContentError } from '../../terms/refusal.ts';

/** A stretch of one frame; skippable frames are left out. */
export interface FramePiece {
  readonly bytes: Uint8Array;
  /** The frame ends with this piece. */
  readonly last: boolean;
}

type State = 'magic' | 'skip-size' | 'skip' | 'descriptor' | 'header' | 'block-header' | 'block' | 'checksum';

/** States whose bytes belong to no frame that is decoded, or not yet. */
const outside: ReadonlySet<State> = new Set(['magic', 'skip-size', 'skip']);

function malformed(message: string): ContentError {
  return new ContentError({ code: 'malformed', what: 'layer', message });
}

export interface FrameSplitter {
  /** The pieces of a chunk, in order, skippable frames left out. */
  split(chunk: Uint8Array): FramePiece[];
  /** Whether the bytes so far end where a frame ends. */
  readonly between: boolean;
}

/** Follows the frames' own lengths, without decoding. Throws `ContentError` (`malformed`) on other bytes. */
export function frameSplitter(): FrameSplitter {
  const field = Buffer.alloc(18);
  let filled = 0;
  let state: State = 'magic';
  let need = 4;
  let lastBlock = false;
  let checksum = false;
  let between = true;

  const enter = (next: State, length: number): void => {
    state = next;
    need = length;
    filled = 0;
  };

  /** Called when `need` bytes of a state have passed; true when a frame is complete. */
  const step = (): boolean => {
    switch (state) {
      case 'magic': {
        const magic = field.readUInt32LE(0);
        between = false;
        if (magic === 0xfd2fb528) enter('descriptor', 1);
        else if ((magic & 0xfffffff0) >>> 0 === 0x184d2a50) enter('skip-size', 4);
        else throw malformed('bytes that are no zstd frame stand in a zstd layer');
        return false;
      }
      case 'skip-size':
        enter('skip', field.readUInt32LE(0));
        return false;
      case 'skip':
        return true;
      case 'descriptor': {
        const byte = field[0] ?? 0;
        checksum = (byte & 4) !== 0;
        const single = (byte & 0x20) !== 0;
        const contentSize = [single ? 1 : 0, 2, 4, 8][byte >> 6] ?? 0;
        const dictionary = [0, 1, 2, 4][byte & 3] ?? 0;
        enter('header', (single ? 0 : 1) + dictionary + contentSize);
        return false;
      }
      case 'header':
        enter('block-header', 3);
        return false;
      case 'block-header': {
        const bits = field.readUIntLE(0, 3);
        lastBlock = (bits & 1) !== 0;
        const type = (bits >> 1) & 3;
        if (type === 3) throw malformed('a zstd block has a type that is reserved');
        enter('block', type === 1 ? 1 : bits >> 3);
        return false;
      }
      case 'block':
        if (!lastBlock) enter('block-header', 3);
        else if (checksum) enter('checksum', 4);
        else return true;
        return false;
      case 'checksum':
        return true;
    }
  };

  return {
    split(chunk) {
      const pieces: FramePiece[] = [];
      let start = 0;
      let at = 0;
      while (at < chunk.length || (need === 0 && !between)) {
        const length = Math.min(need, chunk.length - at);
        if (state !== 'block' && state !== 'skip') field.set(chunk.subarray(at, at + length), filled);
        filled += length;
        need -= length;
        at += length;
        if (need > 0) break;
        const before: State = state;
        const complete = step();
        if (before === 'magic' && state === 'descriptor') {
          pieces.push({ bytes: Buffer.from(field.subarray(0, 4)), last: false });
        }
        if (complete) {
          if (before !== 'skip') pieces.push({ bytes: chunk.subarray(start, at), last: true });
          between = true;
          enter('magic', 4);
        }
        if (before === 'magic' || outside.has(state)) start = at;
      }
      if (at > start && !outside.has(state)) pieces.push({ bytes: chunk.subarray(start, at), last: false });
      return pieces;
    },
    get between() {
      return between && filled === 0;
    },
  };
}
