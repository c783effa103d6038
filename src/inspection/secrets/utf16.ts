// UTF-16 as one byte a character: every secret that is looked for is ASCII, whatever stands around it.
import type { BodyReader } from '../../image/analyzer.ts';

const other = 0x3f;

/** `low`: place of the low byte in a pair. `reader` is told half as many bytes. */
export function narrowed(low: 0 | 1, reader: BodyReader): BodyReader {
  /** First byte of a pair that two chunks share. */
  let first: number | undefined;
  return {
    write(chunk) {
      const bytes = Buffer.allocUnsafe((chunk.length + (first === undefined ? 0 : 1)) >> 1);
      let filled = 0;
      for (const byte of chunk) {
        if (first === undefined) {
          first = byte;
          continue;
        }
        const [wanted, zero] = low === 0 ? [first, byte] : [byte, first];
        bytes[filled++] = zero === 0 ? wanted : other;
        first = undefined;
      }
      reader.write(bytes);
    },
    end: () => reader.end(),
  };
}
