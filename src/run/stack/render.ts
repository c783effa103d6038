// The stack gate's result, as each format of the command line and the Action wants it.
import { rules } from '../../../policy-pack/rules/registry.ts';
import { renderMatricesMarkdown, renderMatricesText } from '../../report/matrices/rendering.ts';
import { renderJson } from '../../report/result-json.ts';
import { renderSarif } from '../../report/sarif/log.ts';
import { renderStackMarkdown } from '../../report/stack/markdown.ts';
import { stackMatrices } from '../../report/stack/matrices.ts';
import { renderStackText } from '../../report/stack/text.ts';
import type { TextOptions } from '../../report/text/report.ts';
import type { Outcome } from '../../terms/finding.ts';
import type { Result } from '../../terms/verdict.ts';

export const stackFormats = ['text', 'json', 'sarif', 'markdown'] as const;
export type StackFormat = (typeof stackFormats)[number];

export function renderStack(result: Result, format: StackFormat, text: TextOptions): string {
  switch (format) {
    case 'text':
      return renderStackText(result, text);
    case 'json':
      return renderJson(result);
    case 'sarif':
      return renderSarif(result);
    case 'markdown':
      return renderStackMarkdown(result);
  }
}

/** The two matrices of decision 18, as text or Markdown. */
export function renderStackMatrices(
  outcomes: readonly Outcome[],
  format: 'text' | 'markdown',
  width: number,
): string {
  const matrices = stackMatrices(rules, outcomes);
  if (format === 'text') return renderMatricesText(matrices, width);
  return `### Levels, controls and layers\n\n${renderMatricesMarkdown(matrices)}`;
}
