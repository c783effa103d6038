// The report for a person at a terminal: what was judged, the verdict, what to do first, then the detail.
import type { Result } from '../../terms/verdict.ts';
import { groupFindings, type VersionOrder } from '../groups.ts';
import { renderFindings } from './findings.ts';
import { renderHead, renderImages } from './heading.ts';
import { renderNotices, renderSteps } from './notices.ts';
import { openPaint, type TextContext } from './style.ts';
import { renderQuiet, renderVerdict } from './verdict.ts';

export interface TextOptions {
  readonly color: boolean;
  /** Columns of the terminal; at least 60 are assumed. */
  readonly width: number;
  /** Nothing cuts a line: it goes to a file or into a log. The stack gate then tells each finding whole. */
  readonly whole?: boolean;
  /** Every finding instead of the first ones of each package. */
  readonly all?: boolean;
  /** Only the verdict's lines, whatever it is. */
  readonly quiet?: boolean;
  /** How to order versions of a purl type, for «update to»; by the type's own order if not given. */
  readonly order?: VersionOrder;
}

/**
 * The terminal report of `scan` (no verdict) and `gate`. A gate that passes both questions with nothing to
 * mention is one line, and one more for each of several images; everything else starts with the verdict and what to do first.
 */
export function renderText(result: Result, options: TextOptions): string {
  const context: TextContext = {
    paint: openPaint(options.color),
    width: Math.max(60, options.width),
    all: options.all ?? false,
    severalImages: result.images.length > 1,
  };
  if (options.quiet === true || (isQuiet(result) && !context.all)) return lines(renderQuiet(result, context));
  const groups = groupFindings(result.findings, options.order);
  const blocks = [
    renderHead(result, context),
    renderImages(result, context),
    renderVerdict(result, context),
    renderSteps(result, groups, context),
    renderFindings(result, groups, context),
    renderNotices(result, context),
  ];
  return lines(
    blocks
      .filter((block) => block.length > 0)
      .flatMap((block, index) => (index === 0 ? block : ['', ...block])),
  );
}

function isQuiet(result: Result): boolean {
  const { verdict } = result;
  return (
    verdict?.merge === 'pass' &&
    verdict.certificate === 'pass' &&
    verdict.wouldBe === undefined &&
    result.waivers.length === 0 &&
    result.warnings.length === 0
  );
}

function lines(parts: readonly string[]): string {
  return `${parts.map((line) => line.trimEnd()).join('\n')}\n`;
}
