// The answer to «why can A reach B?» in a few lines.
import type { Explanation } from '../../../policy-pack/reach/why.ts';
import { forTerminal } from '../encoders/terminal.ts';

export function renderWhy(answer: Explanation): string {
  const source = named(answer.source, answer.asked.source);
  const target = `${named(answer.destination, answer.asked.destination)} on ${answer.protocol} ${answer.port}`;
  const head =
    answer.word === 'unknown'
      ? `unknown: whether ${source} reaches ${target}`
      : `${answer.word}: ${source} ${answer.word === 'allowed' ? 'reaches' : 'cannot reach'} ${target}`;
  const lines = [forTerminal(head)];
  for (const trace of answer.traces) {
    lines.push(`  ${trace.direction} ${trace.word}: ${forTerminal(trace.because)}`);
    for (const cited of trace.cited) {
      lines.push(
        forTerminal(`    ${cited.place} ${cited.policy}${cited.path === '' ? '' : ` ${cited.path}`}`).replace(
          /^ */,
          '    ',
        ),
      );
    }
  }
  if (answer.hint !== undefined) lines.push(`  note: ${forTerminal(answer.hint)}`);
  return `${lines.join('\n')}\n`;
}

/** An address by itself, with the range that policies do not tell it apart from. */
function named(name: string, asked: string): string {
  return name.endsWith('[External]') ? `${asked} (as all of ${name.replace('[External]', '')})` : name;
}

export function renderWhyJson(answer: Explanation): string {
  return `${JSON.stringify(answer, null, 2)}\n`;
}
