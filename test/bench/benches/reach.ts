// Reachability of seeded stacks: in process after parsing, and as a whole process to the last CSV byte.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readManifests } from '../../../policy-pack/model/manifests.ts';
import { buildStack } from '../../../policy-pack/model/stack.ts';
import { listConnections } from '../../../policy-pack/reach/listing.ts';
import { reachability } from '../../../policy-pack/reach/reachability.ts';
import type { Bench, Measurement } from '../bench.ts';
import { measure, median, rounded } from '../child.ts';
import { seededStack } from '../seeded-stack.ts';

/** Most seconds in process after parsing, and for a whole process. */
const targets = new Map<number, { inProcess?: number; whole?: number }>([
  [500, { inProcess: 0.3, whole: 0.8 }],
  [2000, { whole: 5 }],
]);

/** np-guard's analyzer on such stacks, seconds for a whole process (issue 7). */
const peers = new Map([
  [250, 4.8],
  [500, 30],
  [1000, 82],
]);

export const bench: Bench = {
  name: 'reach',
  run: async ({ short }) => {
    const sizes = short ? [250] : [250, 500, 1000, 2000, 4000];
    const rounds = short ? 1 : 5;
    const folder = mkdtempSync(join(tmpdir(), 'reach-bench-'));
    const lines: Measurement[] = [];
    try {
      for (const size of sizes) lines.push(...(await measureSize(size, rounds, folder)));
      lines.push(...growth(lines));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    return lines;
  },
};

/** Of the model over twice the workloads and policies; four times would be quadratic. */
function growth(lines: readonly Measurement[]): readonly Measurement[] {
  const [half, whole] = [2000, 4000].map(
    (size) => lines.find(({ bench: name }) => name === `reach model ${size}`)?.value,
  );
  if (half === undefined || whole === undefined) return [];
  return [{ bench: 'reach model growth 2000 to 4000', value: rounded(whole / half), unit: '×', target: 4 }];
}

async function measureSize(size: number, rounds: number, folder: string): Promise<Measurement[]> {
  const text = seededStack(size, Math.floor(size / 4));
  const file = join(folder, `${size}.yaml`);
  writeFileSync(file, text);
  const stack = buildStack(readManifests([{ file, text }]).resources);
  const model: number[] = [];
  const listing: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now();
    const reach = reachability(stack);
    const compiled = performance.now();
    listConnections(reach, () => undefined);
    model.push((compiled - started) / 1000);
    listing.push((performance.now() - started) / 1000);
  }
  const program = join(import.meta.dirname, '../../../dist/cli/main.js');
  const runs = [];
  for (let round = 0; round < Math.min(rounds, 3); round += 1) {
    runs.push(await measure([process.execPath, program, 'reach', file, '--format', 'csv']));
  }
  const goal = targets.get(size);
  const peer = peers.get(size);
  return [
    { bench: `reach model ${size}`, value: rounded(median(model)), unit: 's' },
    {
      bench: `reach in process ${size}`,
      value: rounded(median(listing)),
      unit: 's',
      ...(goal?.inProcess === undefined ? {} : { target: goal.inProcess }),
    },
    {
      bench: `reach whole process ${size}`,
      value: rounded(median(runs.map((run) => run.seconds))),
      unit: 's',
      peakRssMiB: rounded(Math.max(...runs.map((run) => run.peakRssMiB))),
      ...(peer === undefined ? {} : { peer }),
      ...(goal?.whole === undefined ? {} : { target: goal.whole }),
    },
  ];
}
