// The two matrices as text for a terminal and as Markdown.
import { forMarkdown } from '../encoders/markdown.ts';
import { forTerminal } from '../encoders/terminal.ts';
import { wrap } from '../text/style.ts';
import type { Cell, Matrices } from './cells.ts';

const words: Readonly<Record<Cell['state'], string>> = {
  pass: 'pass',
  fail: 'FAIL',
  unknown: 'UNKNOWN',
  'not-covered': 'not covered',
};

const marks: Readonly<Record<Cell['state'], string>> = {
  pass: '✅ pass',
  fail: '❌ fail',
  unknown: '⛔ unknown',
  'not-covered': '➖ not covered',
};

/** One block a level, one line a control, then the ten layers. */
export function renderMatricesText(matrices: Matrices, width: number): string {
  const line = (name: string, cell: Cell): readonly string[] => {
    const lead = `  ${name.padEnd(24)}${words[cell.state].padEnd(13)}`;
    const [first = '', ...rest] = wrap(forTerminal(explain(cell)), Math.max(20, width - lead.length));
    return [lead + first, ...rest.map((text) => ' '.repeat(lead.length) + text)];
  };
  return `${[
    ...matrices.levels.flatMap(({ level, cells }) => [
      `${level}`,
      ...cells.flatMap(({ control, cell }) => line(control, cell)),
      '',
    ]),
    'ten layers of container security',
    ...matrices.layers.flatMap(({ layer, name, cell }) => line(`${layer} ${name}`, cell)),
  ]
    .map((text) => text.trimEnd())
    .join('\n')}\n`;
}

/** The first matrix as a table of marks, each cell that is empty or unknown explained below; then the layers. */
export function renderMatricesMarkdown(matrices: Matrices): string {
  const controls = matrices.levels[0]?.cells.map(({ control }) => control) ?? [];
  const notes = matrices.levels.flatMap(({ level, cells }) =>
    cells
      .filter(({ cell }) => cell.state !== 'pass')
      .map(({ control, cell }) => `- ${level}, ${control}: ${forMarkdown(explain(cell))}`),
  );
  return `${[
    `| | ${controls.join(' | ')} |`,
    `|---|${controls.map(() => '---|').join('')}`,
    ...matrices.levels.map(
      ({ level, cells }) => `| **${level}** | ${cells.map(({ cell }) => marks[cell.state]).join(' | ')} |`,
    ),
    '',
    ...notes,
    '',
    '| layer | | |',
    '|---|---|---|',
    ...matrices.layers.map(
      ({ layer, name, cell }) =>
        `| ${layer} ${name} | ${marks[cell.state]} | ${forMarkdown(explain(cell))} |`,
    ),
  ].join('\n')}\n`;
}

function explain(cell: Cell): string {
  switch (cell.state) {
    case 'pass':
      return `${cell.passed} of ${cell.rules} ${cell.rules === 1 ? 'rule' : 'rules'} passed`;
    case 'fail':
      return cell.failed.join(', ');
    default:
      return cell.reason;
  }
}
