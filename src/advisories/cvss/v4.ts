// CVSS v4.0 base score (first.org/cvss/v4-0/cvss-v40-specification §8): macro vectors and interpolation between them.
import { macroScores } from './v4-scores.ts';
import type { Metrics } from './vector.ts';

/** Values of each base metric, worst first: a value's position is its distance in steps. */
const scales: ReadonlyMap<string, string> = new Map([
  ['AV', 'NALP'],
  ['AC', 'LH'],
  ['AT', 'NP'],
  ['PR', 'NLH'],
  ['UI', 'NPA'],
  ['VC', 'HLN'],
  ['VI', 'HLN'],
  ['VA', 'HLN'],
  ['SC', 'HLN'],
  ['SI', 'HLN'],
  ['SA', 'HLN'],
]);

interface Class {
  readonly level: number;
  /** Steps from the worst vectors of the level to those of the next (§8.3, table of depths). */
  readonly depth: number;
  /** Positions of the level's worst vectors. */
  readonly worst: readonly (readonly number[])[];
}

const column = ['00', '01', '10', '11', '20', '21'];

/** Undefined where a base metric is missing or unknown; threat and environment are left out, as a base score does. */
export function scoreV4(metrics: Metrics): number | undefined {
  const at = new Map<string, number>();
  for (const [name, values] of scales) {
    const value = metrics.get(name) ?? '';
    const position = value.length === 1 ? values.indexOf(value) : -1;
    if (position < 0) return undefined;
    at.set(name, position);
  }
  const steps = (names: readonly string[]): number[] => names.map((name) => at.get(name) ?? 0);
  const exploit = steps(['AV', 'PR', 'UI']);
  const effort = steps(['AC', 'AT']);
  const impact = steps(['VC', 'VI', 'VA']);
  const onward = steps(['SC', 'SI', 'SA']);
  if ([...impact, ...onward].every((step) => step === 2)) return 0;
  const one = exploitClass(exploit);
  const two = effortClass(effort);
  const three = impactClass(impact);
  const four = onwardClass(onward);
  // With every requirement at its worst, EQ6 follows from EQ3, and EQ5 is 0.
  const six = three.level === 2 ? 1 : 0;
  const read = (a: number, b: number, c: number, d: number, e: number, f: number): number | undefined =>
    macroScore(`${a}${b}${c}${d}`, `${e}${f}`);
  const levels = [one.level, two.level, three.level, four.level] as const;
  const [a, b, c, d] = levels;
  const score = read(a, b, c, d, 0, six);
  if (score === undefined) return undefined;
  const lowerImpact = [read(a, b, c, d, 0, six + 1), c === 0 ? read(a, b, 1, d, 0, 0) : undefined];
  const lower: readonly (readonly [number | undefined, number])[] = [
    [read(a + 1, b, c, d, 0, six), share(one, exploit)],
    [read(a, b + 1, c, d, 0, six), share(two, effort)],
    [
      c === 2 ? undefined : Math.max(...lowerImpact.filter((next) => next !== undefined)),
      share(three, impact),
    ],
    [read(a, b, c, d + 1, 0, six), share(four, onward)],
    [read(a, b, c, d, 1, six), 0],
  ];
  const losses = lower.flatMap(([next, part]) => (next === undefined ? [] : [(score - next) * part]));
  const mean = losses.length === 0 ? 0 : losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  return Math.round((Math.min(Math.max(score - mean, 0), 10) + 1e-6) * 10) / 10;
}

function macroScore(row: string, place: string): number | undefined {
  const text = macroScores.get(row)?.split(' ')[column.indexOf(place)];
  return text === undefined || text === '-' ? undefined : Number(text);
}

/** How far the vector lies below its level's worst one, as a part of the level's depth. */
function share(level: Class, positions: readonly number[]): number {
  const worst = level.worst.find((one) => one.every((step, index) => step <= (positions[index] ?? 0)));
  const distance = positions.reduce((sum, step, index) => sum + step - (worst?.[index] ?? step), 0);
  return distance / level.depth;
}

function exploitClass(positions: readonly number[]): Class {
  if (positions.every((step) => step === 0)) return { level: 0, depth: 1, worst: [[0, 0, 0]] };
  const isPhysical = positions[0] === 3;
  if (!isPhysical && positions.includes(0)) {
    const worst = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ];
    return { level: 1, depth: 4, worst };
  }
  const worst = [
    [3, 0, 0],
    [1, 1, 1],
  ];
  return { level: 2, depth: 5, worst };
}

function effortClass(positions: readonly number[]): Class {
  if (positions.every((step) => step === 0)) return { level: 0, depth: 1, worst: [[0, 0]] };
  const worst = [
    [1, 0],
    [0, 1],
  ];
  return { level: 1, depth: 2, worst };
}

function impactClass(positions: readonly number[]): Class {
  if (positions[0] === 0 && positions[1] === 0) return { level: 0, depth: 7, worst: [[0, 0, 0]] };
  const worst = [
    [1, 0, 0],
    [0, 1, 0],
  ];
  if (positions.includes(0)) return { level: 1, depth: 8, worst };
  return { level: 2, depth: 10, worst: [[1, 1, 1]] };
}

function onwardClass(positions: readonly number[]): Class {
  if (positions.includes(0)) return { level: 1, depth: 5, worst: [[0, 0, 0]] };
  return { level: 2, depth: 4, worst: [[1, 1, 1]] };
}
