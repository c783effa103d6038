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
    const work = mkdtempSync(join(tmpdir(), 'bench-pack-'));
    const place = openPulumi(join(import.meta.dirname, '../../e2e/programs/many'));
    try {
      place.write('seaworthy.yaml', policy);
      place.run('config', 'set', 'count', String(count));
      const stock = await bundlePack(work, 'stock', rules.length);
      const empty = await bundlePack(work, 'empty', rules.length);
      const [bare, ours, theirs, nobody]: [Preview[], Preview[], Preview[], Preview[]] = [[], [], [], []];
      for (let round = 0; round < (short ? 1 : 5); round += 1) {
        bare.push(preview(place));
        ours.push(preview(place, '--policy-pack', pack));
        theirs.push(preview(place, '--policy-pack', stock));
        nobody.push(preview(place, '--policy-pack', empty));
      }
      const added = (runs: readonly Preview[], of: (one: Preview) => number): number =>
        rounded(median(runs.map(of)) - median(bare.map(of)));
      const row = (name: string, value: number): Measurement => ({
        bench: `pulumi-preview-${count}${name}`,
        value,
        unit: 's',
      });
      const wall = (one: Preview): number => one.seconds;
      // What neighbours on the machine do not blur: the engine's share in telling and showing is part of it.
      const processor = (one: Preview): number => one.cpuSeconds;
      return [
        { ...row('', added(ours, wall)), peer: added(theirs, wall), target: 1.5 },
        { ...row('-cpu', added(ours, processor)), peer: added(theirs, processor) },
        // No pack adds less.
        row('-empty', added(nobody, wall)),
        row('-empty-cpu', added(nobody, processor)),
        row('-bare', rounded(median(bare.map(wall)))),
      ];
    } finally {
      place.remove();
      rmSync(work, { recursive: true, force: true });
    }
  },
};

interface Preview {
  readonly seconds: number;
  /** Of the engine, the program, the provider and the pack together. */
  readonly cpuSeconds: number;
}

function preview(place: PulumiPlace, ...args: readonly string[]): Preview {
  const before = childrenSeconds();
  const begun = performance.now();
  const { code, output } = place.run('preview', ...args);
  if (code !== 0) throw new Error(`pulumi preview ended with ${code}: ${output.slice(-2000)}`);
  return { seconds: (performance.now() - begun) / 1000, cpuSeconds: childrenSeconds() - before };
}

/** Processor time of every child that has ended, and of theirs. */
function childrenSeconds(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[13]) + Number(fields[14])) / 100;
}
