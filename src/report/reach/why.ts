// The answer to «why can A reach B?» in a few lines.
import type { Explanation } from '../../../policy-pack/reach/why.ts';
import { forTerminal } from '../encoders/terminal.ts';

export function renderWhy(answer: Explanation): string {
  const target = `${answer.destination} on ${answer.protocol} ${answer.port}`;
  const head =
    answer.word === 'unknown'
      ? `unknown: whether ${answer.source} reaches ${target}`
      : `${answer.word}: ${answer.source} ${answer.word === 'allowed' ? 'reaches' : 'cannot reach'} ${target}`;
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
  return `${lines.join('\n')}\n`;
}

export function renderWhyJson(answer: Explanation): string {
  return `${JSON.stringify(answer, null, 2)}\n`;
}
