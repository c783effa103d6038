// The floor: inflate and SHA-256 of every layer, one after the other; or hashing alone (`--hash FILE`).
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { layerFiles } from '../layout.ts';

const chunk = 256 * 1024;
const [first = '', second = ''] = process.argv.slice(2);
if (first === '--hash') {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(second, { highWaterMark: chunk })) hash.update(piece);
  console.log(JSON.stringify({ digests: [hash.digest('hex')] }));
} else {
  const digests: string[] = [];
  let plain = 0;
  for (const { file } of layerFiles(first)) {
    const hash = createHash('sha256');
    await pipeline(
      createReadStream(file, { highWaterMark: chunk }),
      async function* (source) {
        for await (const piece of source) {
          hash.update(piece);
          yield piece;
        }
      },
      createGunzip({ chunkSize: chunk }),
      async (source) => {
        for await (const piece of source) plain += piece.length;
      },
    );
    digests.push(hash.digest('hex'));
  }
  console.log(JSON.stringify({ digests, plain }));
}
