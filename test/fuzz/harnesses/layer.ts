// Damaged and random layers: the pass ends with a record whose sums are right, or with a typed refusal.
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { analyzeLayer } from '../../../src/image/analyze-layer.ts';
import type { Analyzer } from '../../../src/image/analyzer.ts';
import { wholeBody } from '../../../src/image/analyzer.ts';
import { squash } from '../../../src/image/squash.ts';
import { ContentError } from '../../../src/terms/refusal.ts';
import { inPieces, type TarItem, writeTar } from '../../image/tar-writer.ts';
import { type Dice, damage, dice, type Harness } from '../harness.ts';

const reading: Analyzer = {
  id: 'reading',
  version: 1,
  open: (entry, sink) => wholeBody(entry, 4096, sink, (body) => sink.fact(body.length)),
};

export const harness: Harness = {
  name: 'layer',
  async run(seed) {
    const random = dice(seed);
    const tar = writeTar(Array.from({ length: random.below(12) }, () => item(random)));
    const injured = random.chance(0.7) ? damage(tar, random) : tar;
    const packed = random.pick<(bytes: Buffer) => Buffer>([(bytes) => bytes, gzipSync, zstdCompressSync])(
      injured,
    );
    const bytes = random.chance(0.4) ? damage(packed, random) : packed;
    try {
      const record = await analyzeLayer(inPieces(bytes, 1 + random.below(5000)), {
        mediaType: '',
        analyzers: [reading],
      });
      const { parsed, notInteresting, refused } = record.accounting;
      const sum = parsed + notInteresting + refused;
      if (packed === bytes && sum !== injured.length)
        throw new Error(`${sum} of ${injured.length} bytes accounted`);
      const view = squash([record, record]);
      for (const { entry } of view.entries()) {
        if (view.entry(entry.path) === undefined) throw new Error(`${entry.path} is listed but not found`);
        if (/^\/|(^|\/)\.\.?(\/|$)|\0/.test(entry.path)) throw new Error(`${entry.path} is not normal`);
        view.resolve(entry.path);
      }
      view.facts('reading');
    } catch (error) {
      if (!(error instanceof ContentError)) throw error;
    }
  },
};

function item(random: Dice): TarItem {
  const name = (): string =>
    random.pick(['a', 'b', 'dir/a', 'dir/b', './c', '/d', 'x'.repeat(99), 'é', '.wh.a', '../e']);
  const type = random.pick(['0', '0', '0', '1', '2', '5', 'x', 'L', 'S', 'g', '3', '\0']);
  const body = random.bytes(random.below(type === '0' ? 3000 : 60));
  const pax = random.chance(0.2) ? { path: name(), mtime: '1.5', size: String(body.length) } : undefined;
  return { path: name(), type, body, link: name(), ...(pax === undefined ? undefined : { pax }) };
}
