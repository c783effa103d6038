// The table of conformance scores in the README, between its two markers.
import { readFileSync, writeFileSync } from 'node:fs';

export type Scores = Readonly<Record<string, { readonly passed: number; readonly total: number }>>;

const begin = '<!-- conformance:begin -->';
const end = '<!-- conformance:end -->';

/** The README's text with the scores in it; throws when the markers are gone. */
export function withScores(readme: string, scores: Scores): string {
  const [before, rest] = readme.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`the README has lost ${begin} … ${end}`);
  const rows = Object.entries(scores).map(
    ([name, { passed, total }]) => `| ${name} | ${number(passed)} | ${number(total)} |`,
  );
  const table = ['| suite | passed | of |', '| --- | ---: | ---: |', ...rows].join('\n');
  return `${before}${begin}\n\n${table}\n\n${end}${after}`;
}

export function writeScores(file: string, scores: Scores): void {
  writeFileSync(file, withScores(readFileSync(file, 'utf8'), scores));
}

function number(value: number): string {
  return value.toLocaleString('en');
}
