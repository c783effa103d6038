// Ours without the command line: verify, inflate and walk every layer of a layout, layers side by side.
import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { analyzeLayer } from '../../../src/image/analyze-layer.ts';
import { squash } from '../../../src/image/squash.ts';
import { type LayerFile, layerFiles } from '../layout.ts';

const chunk = 256 * 1024;

async function* hashed(layer: LayerFile): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(layer.file, { highWaterMark: chunk })) {
    hash.update(piece);
    yield piece;
  }
  if (!layer.file.endsWith(hash.digest('hex'))) throw new Error(`${layer.file} is damaged`);
}

const records = await Promise.all(
  layerFiles(process.argv[2] ?? '').map((layer) =>
    analyzeLayer(hashed(layer), {
      mediaType: layer.mediaType,
      size: statSync(layer.file).size,
      analyzers: [],
    }),
  ),
);
let visible = 0;
for (const _ of squash(records).entries()) visible++;
console.log(
  JSON.stringify({
    visible,
    entries: records.map((record) => record.entries.count),
    bytes: records.map((record) => record.entries.rows.length),
    accounting: records.map((record) => record.accounting),
  }),
);
