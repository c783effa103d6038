// From the start of the pack to its port line, all rules registered, beside a bundled pack on the stock SDK.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { rules } from '../../../policy-pack/rules/registry.ts';
import { startAnalyzer } from '../analyzer-process.ts';
import type { Bench } from '../bench.ts';
import { median, rounded } from '../child.ts';
import { bundlePack } from '../packs/bundled.ts';

const dist = resolve(process.env.SEAWORTHY_DIST ?? resolve(import.meta.dirname, '../../../dist'));
const pack = join(dist, 'policy-pack/seaworthy-policy-pack');

export const bench: Bench = {
  name: 'pack-start',
  async run({ short }) {
    if (!existsSync(pack)) return { skipped: 'dist is not built' };
    const work = mkdtempSync(join(tmpdir(), 'bench-pack-'));
    try {
      const stock = await bundlePack(work, 'stock', rules.length);
      const [ours, theirs]: [Usage[], Usage[]] = [[], []];
      for (let round = 0; round < (short ? 3 : 15); round += 1) {
        ours.push(await start(pack, work));
        theirs.push(await start(stock, work));
      }
      const value = median(ours.map((one) => one.seconds));
      const peer = median(theirs.map((one) => one.seconds));
      return [
        {
          bench: 'pack-start',
          value: rounded(value),
          unit: 's',
          peer: rounded(peer),
          peakRssMiB: Math.round(Math.max(...ours.map((one) => one.peakRssMiB))),
          target: 0.4,
        },
      ];
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  },
};

interface Usage {
  readonly seconds: number;
  readonly peakRssMiB: number;
}

async function start(program: string, directory: string): Promise<Usage> {
  const analyzer = await startAnalyzer(program, directory);
  try {
    return { seconds: analyzer.startSeconds, peakRssMiB: analyzer.usage().peakRssMiB };
  } finally {
    await analyzer.stop();
  }
}
