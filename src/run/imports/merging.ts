// Reports of other tools on top of a scan; what reads and joins them is loaded only where a run was given some.
import type { ToolReport } from '../../inspection/import/tool-report.ts';
import type { Finding } from '../../terms/finding.ts';
import type { Image } from '../../terms/image.ts';
import type { Package } from '../../terms/package.ts';

export interface Merging {
  /** `image`: as its source has it; `shown`: fit to be shown. */
  merge(
    findings: readonly Finding[],
    image: Image,
    shown: Image,
    packages: readonly Package[],
  ): readonly Finding[];
  /** Warnings about reports that name none of the images. */
  strange(images: readonly Image[]): readonly string[];
}

const nothingToMerge: Merging = { merge: (findings) => findings, strange: () => [] };

export async function openMerging(reports: readonly ToolReport[]): Promise<Merging> {
  if (reports.length === 0) return nothingToMerge;
  const { mergeReports } = await import('./merge-reports.ts');
  const { reportsAbout, strangeReports } = await import('./reports.ts');
  return {
    merge: (findings, image, shown, packages) =>
      mergeReports(findings, shown, packages, reportsAbout(image, reports)),
    strange: (images) => strangeReports(images, reports),
  };
}
