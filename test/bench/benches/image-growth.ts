// Time and memory of a cold scan over one, two and four times the layers: the first grows with them, the second does not.
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Bench, Measurement } from '../bench.ts';
import { benchImage } from '../bench-image.ts';
import { measure, median, type Run, rounded } from '../child.ts';
import { growImage } from '../grown-image.ts';
import { layerFiles } from '../layout.ts';
import { makeSmallImage } from '../small-image.ts';

const dist = process.env.SEAWORTHY_DIST ?? resolve(import.meta.dirname, '../../../dist');
const cli = join(dist, 'cli/main.js');
const least = 2;
const factors = [1, 2, 4] as const;

export const bench: Bench = {
  name: 'image-growth',
  async run({ short }) {
    if (!existsSync(cli)) return { skipped: 'dist is not built' };
    const small = short ? makeSmallImage() : undefined;
    const files = layerFiles((small ?? benchImage()).layout).map(({ file }) => file);
    const [smallest = ''] = files.sort((a, b) => statSync(a).size - statSync(b).size);
    const work = mkdtempSync(join(tmpdir(), 'bench-growth-'));
    try {
      const layouts = factors.map((factor) => {
        const layout = join(work, `times-${factor}`);
        growImage(layout, smallest, factor * least);
        return { factor, layout };
      });
      const runs = new Map<number, Run[]>(factors.map((factor) => [factor, []]));
      for (let round = 0; round < (short ? 1 : 5); round++) {
        for (const { factor, layout } of layouts) {
          const options = ['--advisories', 'none', '--no-layer-cache', '--format', 'json'];
          const output = ['--output', join(work, 'result.json')];
          runs
            .get(factor)
            ?.push(await measure([process.execPath, cli, 'scan', `oci:${layout}`, ...options, ...output]));
        }
      }
      return factors.flatMap((factor) => lines(factor, runs.get(factor) ?? [], runs.get(1) ?? []));
    } finally {
      rmSync(work, { recursive: true });
      if (small !== undefined) rmSync(small.folder, { recursive: true });
    }
  },
};

/** Floors are the single image's: its time taken so many times, its memory as it is. */
function lines(factor: number, runs: readonly Run[], single: readonly Run[]): Measurement[] {
  const seconds = median(runs.map((run) => run.seconds));
  const line = factor * median(single.map((run) => run.seconds));
  const memory = median(runs.map((run) => run.peakRssMiB));
  const flat = median(single.map((run) => run.peakRssMiB));
  return [
    {
      bench: `image-growth-time-${factor}x`,
      value: rounded(seconds),
      unit: 's',
      floor: rounded(line),
      ratio: rounded(seconds / line),
      target: 1.1,
    },
    {
      bench: `image-growth-memory-${factor}x`,
      value: Math.round(memory),
      unit: 'MiB',
      floor: Math.round(flat),
      ratio: rounded(memory / flat),
      target: 1.2,
    },
  ];
}
