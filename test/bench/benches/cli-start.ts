// How long the command line takes to say its version, to help, and to judge an image that is in the layer cache.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Bench, Measurement } from '../bench.ts';
import { benchImage } from '../bench-image.ts';
import { measure, median, type Run, rounded } from '../child.ts';
import { makeSmallImage } from '../small-image.ts';

const dist = process.env.SEAWORTHY_DIST ?? resolve(import.meta.dirname, '../../../dist');
const cli = join(dist, 'cli/main.js');

export const bench: Bench = {
  name: 'cli-start',
  async run({ short }) {
    if (!existsSync(cli)) return { skipped: 'dist is not built' };
    const rounds = short ? 3 : 15;
    const lines = [
      await start('cli-version', ['--version'], 120, rounds),
      await start('cli-help', ['--help'], 200, rounds),
    ];
    if (!short) return [...lines, await cached(benchImage().layout, 5)];
    const { folder, layout } = makeSmallImage();
    try {
      return [...lines, await cached(layout, 3)];
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

/** Milliseconds, with Node's own start as the floor. */
async function start(
  name: string,
  args: readonly string[],
  target: number,
  rounds: number,
): Promise<Measurement> {
  const ours: number[] = [];
  const node: number[] = [];
  for (let round = 0; round < rounds; round++) {
    node.push((await measure([process.execPath, '-e', '0'])).seconds * 1000);
    ours.push((await measure([process.execPath, cli, ...args])).seconds * 1000);
  }
  const [value, floor] = [median(ours), median(node)];
  return { bench: name, value: rounded(value), unit: 'ms', floor: rounded(floor), target };
}

/** Every layer of an image is in the cache: inventory, no advisories. Node's own start is the floor. */
async function cached(layout: string, rounds: number): Promise<Measurement> {
  const home = mkdtempSync(join(tmpdir(), 'bench-cache-'));
  const command = [
    'env',
    `SEAWORTHY_HOME=${home}`,
    process.execPath,
    cli,
    'scan',
    `oci:${layout}:latest`,
  ] as const;
  const options = ['--advisories', 'none', '--format', 'json', '--output', join(home, 'result.json')];
  try {
    await measure([...command, ...options], [0, 1]);
    const [runs, node]: [Run[], Run[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      node.push(await measure([process.execPath, '-e', '0']));
      runs.push(await measure([...command, ...options], [0, 1]));
    }
    return {
      bench: 'layer-cache-hit',
      value: rounded(median(runs.map((run) => run.seconds))),
      unit: 's',
      floor: rounded(median(node.map((run) => run.seconds))),
      peakRssMiB: Math.round(Math.max(...runs.map((run) => run.peakRssMiB))),
      target: 0.25,
    };
  } finally {
    rmSync(home, { recursive: true });
  }
}
