// Cold judgement of the bench image: the walk alone and, once `dist` is built, the whole gate with a local store, with
// packages and advisories alone and with all inspectors.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Result } from '../../../src/terms/verdict.ts';
import type { Bench, BenchOptions, Measurement } from '../bench.ts';
import { benchImage } from '../bench-image.ts';
import { measure, median, type Run, rounded } from '../child.ts';
import { makeSmallImage } from '../small-image.ts';

const root = resolve(import.meta.dirname, '../../..');
const programs = join(import.meta.dirname, '../programs');
const cli = join(process.env.SEAWORTHY_DIST ?? join(root, 'dist'), 'cli/main.js');
const advisories = resolve(root, process.env.SEAWORTHY_ADVISORIES ?? '../shared/advisories');

/** A policy that makes nothing of what inspectors find: they do not run. */
const packagesOnly = `version: 1
images:
  rules: { secrets/*: off, hardening/*: off, integrity/*: off, origin/*: off }
`;

type Command = readonly [string, ...string[]];

export const bench: Bench = {
  name: 'image-scan',
  async run(options) {
    const small = options.short ? makeSmallImage() : undefined;
    const { layout, archive } = small ?? benchImage();
    const work = mkdtempSync(join(tmpdir(), 'bench-scan-'));
    const node = (file: string, ...args: string[]): Command => [process.execPath, file, ...args];
    const store = join(work, 'store');
    const known = !options.short && existsSync(advisories) ? store : 'none';
    const policy = join(work, 'seaworthy.yaml');
    writeFileSync(policy, packagesOnly);
    const judge = (image: string, ...more: string[]): Command => {
      const given = ['--advisories', known, '--as-of', '2026-11-22', '--no-layer-cache', ...more];
      return node(cli, 'gate', image, ...given, '--format', 'json', '--output', join(work, 'result.json'));
    };
    const floor = node(join(programs, 'floor.ts'), layout);
    const hash = node(join(programs, 'floor.ts'), '--hash', archive);
    try {
      const lines = [
        await compare('image-walk', node(join(programs, 'walk.ts'), layout), floor, 1.25, options),
      ];
      if (!existsSync(cli)) return lines;
      if (known === store) await measure(node(cli, 'db', 'update', '--from', advisories, '--store', store));
      const [packed, plain] = [`oci:${layout}:latest`, `docker-archive:${archive}`];
      const cases = [
        ['image-scan-packages', judge(packed, '--policy', policy), floor, 1.25],
        ['image-scan', judge(packed), floor, 1.6],
        ['image-scan-archive-packages', judge(plain, '--policy', policy), hash, 1.5],
        // Nothing is promised of an archive with all inspectors.
        ['image-scan-archive', judge(plain), hash, undefined],
      ] as const;
      for (const [name, ours, least, target] of cases) {
        lines.push(await compare(name, ours, least, target, options));
        if (name === 'image-scan') lines.push(secretsTold(join(work, 'result.json')));
      }
      return lines;
    } finally {
      rmSync(work, { recursive: true });
      if (small !== undefined) rmSync(small.folder, { recursive: true });
    }
  },
};

const documentation = /^usr\/share\/(?:doc|man|info)\//;

/** No secret is in the bench image: what is told all the same, outside documentation. */
function secretsTold(result: string): Measurement {
  const { findings }: Result = JSON.parse(readFileSync(result, 'utf8'));
  const told = findings.filter(
    ({ rule, where }) =>
      rule.startsWith('secrets/') && !(where.kind === 'layer' && documentation.test(where.path)),
  );
  return { bench: 'image-scan-secrets', value: told.length, unit: 'findings', target: 5 };
}

/** Ours and the floor in turn, so that a busy machine burdens both. */
async function compare(
  name: string,
  ours: Command,
  floor: Command,
  target: number | undefined,
  options: BenchOptions,
): Promise<Measurement> {
  const rounds = options.short ? 3 : 5;
  const our: Run[] = [];
  const least: Run[] = [];
  if (!options.short) await measure(floor);
  for (let round = 0; round < rounds; round++) {
    least.push(await measure(floor));
    our.push(await measure(ours, [0, 1]));
  }
  const value = median(our.map((run) => run.seconds));
  const base = median(least.map((run) => run.seconds));
  return {
    bench: name,
    value: rounded(value),
    unit: 's',
    floor: rounded(base),
    ratio: rounded(value / base),
    peakRssMiB: Math.round(Math.max(...our.map((run) => run.peakRssMiB))),
    ...(target === undefined ? {} : { target }),
  };
}
