// One result, as each format of the command line and the Action wants it.
import type { TextOptions } from '../report/text/report.ts';
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

/** Loads the one format that is asked for. Errors: `UserError` usage when one that describes one image is asked for several. */
export async function render(result: Result, format: Format, text: TextOptions): Promise<string> {
  switch (format) {
    case 'text':
      return (await import('../report/text/report.ts')).renderText(result, text);
    case 'json':
      return (await import('../report/result-json.ts')).renderJson(result);
    case 'sarif':
      return (await import('../report/sarif/log.ts')).renderSarif(result);
    case 'markdown':
      return (await import('../report/markdown/summary.ts')).renderMarkdown(result);
    case 'openvex':
      return (await import('../report/openvex.ts')).renderOpenVex(result);
    case 'junit':
      return (await import('../report/junit.ts')).renderJunit(result);
    case 'cyclonedx':
      return renderBill(result, onlyImage(result, format));
    case 'spdx': {
      const { renderSpdx } = await import('../sbom/spdx.ts');
      return renderSpdx(onlyImage(result, format), documentOptions(result));
    }
  }
}

/** One image of a result as CycloneDX, with what is known about it. */
export async function renderBill(result: Result, image: ScannedImage): Promise<string> {
  const { renderCycloneDx } = await import('../sbom/cyclonedx.ts');
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
