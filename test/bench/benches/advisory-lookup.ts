// Matching 600 packages against the local store and against the dump it was built of.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { inspectDump } from '../../../src/advisories/dump.ts';
import { eachRecord, readRecord } from '../../../src/advisories/dump-records.ts';
import { buildStore } from '../../../src/advisories/store-build.ts';
import type { Bench, Measurement } from '../bench.ts';
import { measure, median, type Run, rounded } from '../child.ts';

const data = resolve(process.env.SEAWORTHY_ADVISORIES ?? '../shared/advisories');
const program = join(import.meta.dirname, '../programs/advisory-lookup.ts');
const packages = 600;

export const bench: Bench = {
  name: 'advisory-lookup',
  async run({ short }) {
    if (!existsSync(join(data, 'Debian'))) return { skipped: `there are no advisories of Debian in ${data}` };
    const store = mkdtempSync(join(tmpdir(), 'bench-store-'));
    try {
      buildStore(data, store);
      const names = sourceNames();
      const lines: Measurement[] = [];
      for (const [kind, path, target] of [
        ['store', store, 0.1],
        ['dump', data, 1],
      ] as const) {
        const runs: Run[] = [];
        for (let round = 0; round < (short ? 1 : 5); round++)
          runs.push(await measure([process.execPath, program, kind, path, ...names]));
        lines.push({
          bench: `advisory-lookup-${kind}`,
          value: rounded(median(runs.map((one) => Number(one.stdout)))),
          unit: 's',
          peakRssMiB: Math.round(Math.max(...runs.map((one) => one.peakRssMiB))),
          target,
        });
      }
      return lines;
    } finally {
      rmSync(store, { recursive: true });
    }
  },
};

/** Their advisories are a third of all, and no server image holds them. */
const browsers: ReadonlySet<string> = new Set([
  'chromium',
  'firefox-esr',
  'thunderbird',
  'webkit2gtk',
  'wpewebkit',
]);

/** Sources of the Debian data, browsers apart, and names without advisories for the rest. */
function sourceNames(): readonly string[] {
  const names = new Set<string>();
  const part = inspectDump(data).parts.find((one) => one.family === 'Debian');
  for (const one of part === undefined ? [] : eachRecord(part)) {
    const record = readRecord({ family: 'Debian', kind: 'zip', path: data }, one);
    if (record.kind === 'ok') {
      for (const { name } of record.advisory.affected) if (!browsers.has(name)) names.add(name);
    }
  }
  return [...[...names].sort(), ...Array.from({ length: packages }, (_, index) => `none-${index}`)].slice(
    0,
    packages,
  );
}
