// 10,000 resources through the pack's process: told of one by one, then decoded and judged as a stack; the stock SDK beside it.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { rules } from '../../../policy-pack/rules/registry.ts';
import {
  analyzeRequest,
  analyzeStackRequest,
  configureStackRequest,
  startAnalyzer,
} from '../analyzer-process.ts';
import type { Bench, Measurement } from '../bench.ts';
import { median, rounded } from '../child.ts';
import { bundlePack } from '../packs/bundled.ts';
import { type Registered, sampleResource } from '../stack-sample.ts';

const dist = resolve(process.env.SEAWORTHY_DIST ?? resolve(import.meta.dirname, '../../../dist'));
const pack = join(dist, 'policy-pack/seaworthy-policy-pack');

/** Calls that the engine has open at a time: as many as a program registers together. */
const lanes = 16;

/** The rules about single resources and images alone, and all of them, as they are without a policy file. */
const policies = {
  own: 'version: 1\nstack:\n  rules: { network/*: off, egress/*: off, storage/*: off }\n',
  every: 'version: 1\n',
};

interface Told {
  /** The single calls, which are the transport's above all. */
  readonly telling: number;
  /** The call that decodes and judges everything. */
  readonly judging: number;
  /** Processor time of both. */
  readonly cpuSeconds: number;
  readonly peakRssMiB: number;
}

export const bench: Bench = {
  name: 'pack-10k',
  async run({ short }) {
    if (!existsSync(pack)) return { skipped: 'dist is not built' };
    const size = short ? 1000 : 10_000;
    const rounds = short ? 1 : 5;
    const work = mkdtempSync(join(tmpdir(), 'bench-pack-'));
    try {
      const resources = Array.from({ length: size }, (_, index) => sampleResource(index));
      const stock = await bundlePack(work, 'stock', rules.length);
      // Of a short run most is the first calls' warming up.
      const target = short ? undefined : 3;
      const [ours, every, theirs]: [Told[], Told[], Told[]] = [[], [], []];
      for (let round = 0; round < rounds; round += 1) {
        writeFileSync(join(work, 'seaworthy.yaml'), policies.every);
        every.push(await tell(pack, work, resources));
        writeFileSync(join(work, 'seaworthy.yaml'), policies.own);
        ours.push(await tell(pack, work, resources));
        // The slow one tells enough when it is asked once less often.
        if (round % 2 === 0) theirs.push(await tell(stock, work, resources));
      }
      return [
        line(`pack-${size}`, ours, theirs, (one) => one.judging, target),
        line(`pack-${size}-told`, ours, theirs, (one) => one.telling),
        line(`pack-${size}-whole`, ours, theirs, whole, target),
        line(`pack-${size}-cpu`, ours, theirs, (one) => one.cpuSeconds, target),
        line(`pack-${size}-every-rule`, every, theirs, whole, target),
        line(`pack-${size}-every-rule-cpu`, every, theirs, (one) => one.cpuSeconds),
      ];
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  },
};

/** From the first call to the last answer. */
function whole({ telling, judging }: Told): number {
  return telling + judging;
}

function line(
  name: string,
  ours: readonly Told[],
  theirs: readonly Told[],
  of: (one: Told) => number,
  target?: number,
): Measurement {
  return {
    bench: name,
    value: rounded(median(ours.map(of))),
    unit: 's',
    peer: rounded(median(theirs.map(of))),
    peakRssMiB: Math.round(Math.max(...ours.map((one) => one.peakRssMiB))),
    ...(target === undefined ? {} : { target: rounded(target) }),
  };
}

/** The requests are made before: only the pack's work and the transport count. */
async function tell(program: string, directory: string, resources: readonly Registered[]): Promise<Told> {
  const requests = resources.map(analyzeRequest);
  const whole = analyzeStackRequest(resources);
  const analyzer = await startAnalyzer(program, directory);
  try {
    await analyzer.call('GetAnalyzerInfo', Buffer.alloc(0));
    await analyzer.call('ConfigureStack', configureStackRequest());
    const before = analyzer.usage().cpuSeconds;
    const begun = performance.now();
    const queue = requests.values();
    await Promise.all(
      Array.from({ length: lanes }, async () => {
        for (const request of queue) await analyzer.call('Analyze', request);
      }),
    );
    const told = performance.now();
    await analyzer.call('AnalyzeStack', whole);
    const judging = (performance.now() - told) / 1000;
    const { cpuSeconds, peakRssMiB } = analyzer.usage();
    return { telling: (told - begun) / 1000, judging, cpuSeconds: cpuSeconds - before, peakRssMiB };
  } finally {
    await analyzer.stop();
  }
}
