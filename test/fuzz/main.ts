// `npm run fuzz [-- NAME… --seconds N --seed S]`: runs harnesses over seeds and names the seed that broke one.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Harness } from './harness.ts';

const here = import.meta.dirname;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string' }, seed: { type: 'string' } },
});
const available = readdirSync(join(here, 'harnesses'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -3))
  .sort();
const unknown = positionals.filter((name) => !available.includes(name));
const seconds = Number(values.seconds ?? 10);
if (unknown.length > 0 || !(seconds > 0)) {
  console.error(`fuzz: no harness ${unknown.join(', ')}; there are ${available.join(', ')}`);
  process.exit(2);
}

const hangAfter = 60_000;
let running = '';
let broken = 0;
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    console.error(`fuzz: ${running} let an error escape (${event})`, error);
    process.exit(1);
  });
}

for (const name of positionals.length > 0 ? positionals : available) {
  const { harness }: { harness: Harness } = await import(join(here, 'harnesses', `${name}.ts`));
  const until = performance.now() + seconds * 1000;
  // Day-fresh seeds find new cases; a given seed repeats one.
  let seed =
    values.seed === undefined ? Math.floor(Date.now() / 86_400_000) * 1_000_000 : Number(values.seed);
  let cases = 0;
  const least = values.seconds === undefined ? (harness.least ?? 0) : 0;
  while (performance.now() < until || cases < least) {
    running = `${name} seed ${seed}`;
    const failure = await attempt(harness, seed);
    cases++;
    if (failure !== undefined) {
      broken++;
      console.error(`fuzz: ${running} failed; repeat with: npm run fuzz -- ${name} --seed ${seed}`);
      console.error(failure);
      break;
    }
    if (values.seed !== undefined) break;
    seed++;
  }
  console.log(`${name}: ${cases} cases`);
}
console.log(`fuzz: ${broken} harnesses found something`);
process.exit(broken > 0 ? 1 : 0);

/** What went wrong, if anything. */
async function attempt(harness: Harness, seed: number): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const hang = new Promise<Error>((resolve) => {
    timer = setTimeout(() => resolve(new Error(`no end after ${hangAfter} ms`)), hangAfter);
  });
  try {
    return await Promise.race([harness.run(seed), hang]);
  } catch (error) {
    return error;
  } finally {
    clearTimeout(timer);
  }
}
