// The stack gate's result, as each format of the command line and the Action wants it.
import { renderMarkdown } from '../report/markdown/summary.ts';
import { renderJson } from '../report/result-json.ts';
import { renderSarif } from '../report/sarif/log.ts';
import { renderText, type TextOptions } from '../report/text/report.ts';
import type { Result } from '../terms/verdict.ts';

export const stackFormats = ['text', 'json', 'sarif', 'markdown'] as const;
export type StackFormat = (typeof stackFormats)[number];

export function renderStack(result: Result, format: StackFormat, text: TextOptions): string {
  switch (format) {
    case 'text':
      return renderText(result, text);
    case 'json':
      return renderJson(result);
    case 'sarif':
      return renderSarif(result);
    case 'markdown':
      return renderMarkdown(result);
  }
}
