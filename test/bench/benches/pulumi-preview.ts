// What a pack adds to `pulumi preview` of 1,000 Deployments under the real CLI, beside one on the stock SDK and one that does nothing.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { rules } from '../../../policy-pack/rules/registry.ts';
import { openPulumi, type PulumiPlace } from '../../servers/pulumi/cli.ts';
import { pulumi } from '../../tools/pulumi.ts';
import { toolPath } from '../../tools/tool.ts';
import type { Bench, Measurement } from '../bench.ts';
import { median, rounded } from '../child.ts';
import { bundlePack } from '../packs/bundled.ts';

const dist = resolve(process.env.SEAWORTHY_DIST ?? resolve(import.meta.dirname, '../../../dist'));
const pack = join(dist, 'policy-pack/seaworthy-policy-pack');

/** Every rule of this issue runs and none stops the preview; those about networks have a bench of their own. */
const policy = `version: 1
images: { consider: observe }
stack: { rules: { network/*: off, egress/*: off, storage/*: off } }
`;

export const bench: Bench = {
  name: 'pulumi-preview',
  async run({ short }) {
    if (!existsSync(pack)) return { skipped: 'dist is not built' };
    if (!existsSync(toolPath(pulumi))) return { skipped: 'the Pulumi CLI is not installed (test/tools)' };
    const count = short ? 100 : 1000;
    const rounds = short ? 1 : 5;
    const work = mkdtempSync(join(tmpdir(), 'bench-pack-'));
    const packs = {
      bare: undefined,
      ours: pack,
      stock: await bundlePack(work, 'stock', rules.length),
      empty: await bundlePack(work, 'empty', rules.length),
    };
    try {
      return [
        ...measure(`pulumi-preview-${count}`, packs, rounds, openProgram(count)),
        ...measure(`pulumi-preview-${count}-without-log`, packs, rounds, withoutLog(openProgram(count))),
      ];
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  },
};

type Packs = Readonly<Record<'bare' | 'ours' | 'stock' | 'empty', string | undefined>>;

function openProgram(count: number): PulumiPlace {
  const place = openPulumi(join(import.meta.dirname, '../../e2e/programs/many'));
  place.write('seaworthy.yaml', policy);
  place.run('config', 'set', 'count', String(count));
  return place;
}

/** The CLI's own log costs a preview more than our pack does, and a user can be rid of it (docs/stack-gate.md). */
function withoutLog(place: PulumiPlace): PulumiPlace {
  place.withoutLog();
  return place;
}

/** In turns, as a machine is not the same from minute to minute. */
function measure(name: string, packs: Packs, rounds: number, place: PulumiPlace): readonly Measurement[] {
  const runs: Record<keyof Packs, Preview[]> = { bare: [], ours: [], stock: [], empty: [] };
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const key of ['bare', 'ours', 'stock', 'empty'] as const)
        runs[key].push(preview(place, packs[key]));
    }
  } finally {
    place.remove();
  }
  const middle = (key: keyof Packs, of: (one: Preview) => number): number => median(runs[key].map(of));
  const added = (key: keyof Packs, of: (one: Preview) => number): number =>
    rounded(middle(key, of) - middle('bare', of));
  const row = (suffix: string, value: number): Measurement => ({ bench: name + suffix, value, unit: 's' });
  const wall = (one: Preview): number => one.seconds;
  // What neighbours on the machine do not blur: the engine's share in telling and showing is part of it.
  const processor = (one: Preview): number => one.cpuSeconds;
  return [
    { ...row('', added('ours', wall)), peer: added('stock', wall), target: 1.5 },
    { ...row('-cpu', added('ours', processor)), peer: added('stock', processor) },
    // No pack adds less.
    row('-empty', added('empty', wall)),
    row('-empty-cpu', added('empty', processor)),
    row('-bare', rounded(middle('bare', wall))),
  ];
}

interface Preview {
  readonly seconds: number;
  /** Of the engine, the program, the provider and the pack together. */
  readonly cpuSeconds: number;
}

function preview(place: PulumiPlace, policyPack: string | undefined): Preview {
  const before = childrenSeconds();
  const begun = performance.now();
  const { code, output } = place.run(
    'preview',
    ...(policyPack === undefined ? [] : ['--policy-pack', policyPack]),
  );
  if (code !== 0) throw new Error(`pulumi preview ended with ${code}: ${output.slice(-2000)}`);
  return { seconds: (performance.now() - begun) / 1000, cpuSeconds: childrenSeconds() - before };
}

/** Processor time of every child that has ended, and of theirs. */
function childrenSeconds(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[13]) + Number(fields[14])) / 100;
}
