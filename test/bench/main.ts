// `npm run bench [-- NAME…] [--short] [--record]`: one JSON object a line, compared with what is recorded.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Bench, Measurement } from './bench.ts';

interface Results {
  machine: { cpu: string; cores: number; memoryGiB: number; node: string };
  full: Measurement[];
  short: Measurement[];
}

const here = import.meta.dirname;
const resultsFile = join(here, 'results.json');
const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'));
const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const odd = flags.filter((flag) => !['--short', '--record'].includes(flag));
const available = readdirSync(join(here, 'benches'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -3))
  .sort();
const unknown = names.filter((name) => !available.includes(name));
if (unknown.length > 0 || odd.length > 0) {
  console.error(`bench: no ${[...unknown, ...odd].join(', ')}; there are ${available.join(', ')}`);
  process.exit(2);
}

const short = flags.includes('--short');
const results: Results = JSON.parse(readFileSync(resultsFile, 'utf8'));
let worse = 0;
let measured = 0;
for (const name of names.length > 0 ? names : available) {
  const { bench }: { bench: Bench } = await import(join(here, 'benches', `${name}.ts`));
  const outcome = await bench.run({ short });
  if ('skipped' in outcome) {
    console.error(`bench: ${name} skipped, ${outcome.skipped}`);
    continue;
  }
  for (const line of outcome) {
    measured++;
    console.log(JSON.stringify(line));
    worse += compare(line);
    if (flags.includes('--record')) store(line);
  }
  if (flags.includes('--record')) save();
}
console.error(`bench: ${measured} measured, ${worse} worse than twice what is recorded`);
process.exit(worse > 0 ? 1 : 0);

/** 1 when a line costs more than twice what is recorded, each as a multiple of its own run's floor. */
function compare(line: Measurement): number {
  const recorded = (short ? results.short : results.full).find((known) => known.bench === line.bench);
  const [before, now] = [recorded === undefined ? undefined : multiple(recorded), multiple(line)];
  if (before === undefined || now === undefined || now <= 2 * before) return 0;
  console.error(`bench: ${line.bench} is ${now.toFixed(2)} × its floor, and was ${before.toFixed(2)} ×`);
  return 1;
}

/** Undefined without a floor: seconds alone say nothing on another machine. */
function multiple({ ratio, value, floor }: Measurement): number | undefined {
  return ratio ?? (floor === undefined ? undefined : value / floor);
}

function store(line: Measurement): void {
  const list = short ? results.short : results.full;
  const at = list.findIndex((known) => known.bench === line.bench);
  if (at < 0) list.push(line);
  else list[at] = line;
  list.sort((a, b) => (a.bench < b.bench ? -1 : 1));
}

function save(): void {
  results.machine = {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 1024 ** 3),
    node: process.version,
  };
  writeFileSync(resultsFile, `${JSON.stringify(results, null, 2)}\n`);
}
