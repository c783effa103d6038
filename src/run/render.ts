// One result, as each format of the command line and the Action wants it.
import { renderJunit } from '../report/junit.ts';
import { renderMarkdown } from '../report/markdown/summary.ts';
import { renderOpenVex } from '../report/openvex.ts';
import { renderJson } from '../report/result-json.ts';
import { renderSarif } from '../report/sarif/log.ts';
import { renderText, type TextOptions } from '../report/text/report.ts';
import { renderCycloneDx } from '../sbom/cyclonedx.ts';
import { renderSpdx } from '../sbom/spdx.ts';
import { UserError } from '../terms/errors.ts';
import type { Result, ScannedImage } from '../terms/verdict.ts';

export const formats = [
  'text',
  'json',
  'sarif',
  'cyclonedx',
  'spdx',
  'markdown',
  'junit',
  'openvex',
] as const;
export type Format = (typeof formats)[number];

/** Errors: `UserError` usage when a format that describes one image is asked for several. */
export function render(result: Result, format: Format, text: TextOptions): string {
  switch (format) {
    case 'text':
      return renderText(result, text);
    case 'json':
      return renderJson(result);
    case 'sarif':
      return renderSarif(result);
    case 'markdown':
      return renderMarkdown(result);
    case 'openvex':
      return renderOpenVex(result);
    case 'junit':
      return renderJunit(result);
    case 'cyclonedx':
      return renderCycloneDx(onlyImage(result, format), {
        ...documentOptions(result),
        findings: result.findings,
      });
    case 'spdx':
      return renderSpdx(onlyImage(result, format), documentOptions(result));
  }
}

/** One image of a result as CycloneDX, with what is known about it. */
export function renderBill(result: Result, image: ScannedImage): string {
  return renderCycloneDx(image, { ...documentOptions(result), findings: result.findings });
}

function documentOptions(result: Result): { readonly timestamp: string; readonly tool: Result['tool'] } {
  return { timestamp: result.snapshot.asOf, tool: result.tool };
}

function onlyImage(result: Result, format: Format): ScannedImage {
  const [image, ...more] = result.images;
  if (image !== undefined && more.length === 0) return image;
  throw new UserError(
    'usage',
    `${format} describes one image, and ${result.images.length} were read`,
    'Name one image and one --platform, or choose --format json.',
  );
}
