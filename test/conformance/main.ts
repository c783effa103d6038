// `npm run conformance [-- SUITE…]`: other people's suites, scored against what is recorded in scores.json.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeScores } from './readme-scores.ts';
import type { Suite } from './suite.ts';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '../..');
const asked = process.env.SEAWORTHY_CONFORMANCE;
const folder = resolve(root, asked ?? '../shared/conformance');
const scoresFile = join(here, 'scores.json');

const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const record = process.argv.includes('--record');
const verbose = process.argv.includes('--verbose');

if (!existsSync(folder)) {
  console.log(`conformance: not run, ${folder} is absent`);
  process.exit(asked === undefined && process.env.SEAWORTHY_REQUIRE_CONFORMANCE === undefined ? 0 : 3);
}

const scores: Record<string, { passed: number; total: number }> = JSON.parse(
  readFileSync(scoresFile, 'utf8'),
);
const available = readdirSync(join(here, 'suites'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -3))
  .sort();
const unknown = names.filter((name) => !available.includes(name));
if (unknown.length > 0) {
  console.error(`conformance: no suite ${unknown.join(', ')}; there are ${available.join(', ')}`);
  process.exit(2);
}

let below = false;
let passed = 0;
let failed = 0;
for (const name of names.length > 0 ? names : available) {
  const { suite }: { suite: Suite } = await import(join(here, 'suites', `${name}.ts`));
  const score = await suite.run(join(folder, suite.name));
  console.log(`${suite.name} ${score.passed}/${score.total}`);
  passed += score.passed;
  failed += score.total - score.passed;
  for (const failure of score.failures.slice(0, verbose ? undefined : 5)) console.log(`  ${failure}`);
  const recorded = scores[suite.name];
  if (recorded === undefined || score.passed < recorded.passed || score.total < recorded.total) {
    if (recorded !== undefined) console.log(`  below the recorded ${recorded.passed}/${recorded.total}`);
    below ||= recorded !== undefined;
  }
  if (record) scores[suite.name] = { passed: score.passed, total: score.total };
}
if (record) {
  const sorted = Object.fromEntries(Object.entries(scores).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(scoresFile, `${JSON.stringify(sorted, null, 2)}\n`);
  writeScores(join(root, 'README.md'), sorted);
}
console.log(`conformance: ${passed} passed, ${failed} failed`);
process.exit(below ? 1 : 0);
