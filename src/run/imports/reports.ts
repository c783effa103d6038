// Reports of other tools that a run is given: read from files, and told apart by the image that they are about.
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { readToolReports } from '../../inspection/import/read-report.ts';
import { instantOf, reportCeilings, stated, type ToolReport } from '../../inspection/import/tool-report.ts';
import { parsePurl } from '../../packages/purl.ts';
import { readCycloneDx } from '../../sbom/cyclonedx-reading.ts';
import { UserError } from '../../terms/errors.ts';
import type { Image } from '../../terms/image.ts';

/** Errors: `UserError` usage for a file that cannot be read, is too large, or has no format that is known. */
export function readReports(files: readonly string[], directory: string): readonly ToolReport[] {
  return files.flatMap((file) => {
    const text = readText(file, directory);
    return /^\s*\{/.test(text) && /"bomFormat"\s*:\s*"CycloneDX"/.test(text)
      ? [readBill(text, file)]
      : readToolReports(text, file);
  });
}

function readText(file: string, directory: string): string {
  const path = resolve(directory, file);
  try {
    const { size } = statSync(path);
    if (size <= reportCeilings.bytes) return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new UserError('usage', `the report ${file} cannot be read`, 'Name a readable file.', { cause });
  }
  const most = reportCeilings.bytes / 1024 / 1024;
  throw new UserError('usage', `the report ${file} has more than ${most} MiB`, 'Give a smaller report.');
}

function readBill(text: string, file: string): ToolReport {
  const { vulnerabilities, tool, packages } = readCycloneDx(text, file);
  const versions = new Map(packages.map((one) => [one.purl, one.version]));
  return {
    tool: tool ?? 'CycloneDX',
    digests: [],
    items: vulnerabilities.flatMap(({ ids, purls, severity, cvss, published, fixed, summary }) =>
      purls.map((purl) => {
        const parsed = parsePurl(purl);
        return {
          kind: 'vulnerability' as const,
          ids,
          name: parsed.kind === 'invalid' ? purl : parsed.purl.name,
          purl,
          installed: versions.get(purl) ?? '',
          fixes: fixed === undefined ? [] : [fixed],
          severity,
          ...stated({ cvss, summary, published: instantOf(published) }),
        };
      }),
    ),
  };
}

/** Reports about an image: those that name it, and those that name none. */
export function reportsAbout(image: Image, reports: readonly ToolReport[]): readonly ToolReport[] {
  return reports.filter(({ digests }) => digests.length === 0 || namesImage(image, digests));
}

/** A report that names only images that were not looked at says nothing here, and that must be seen. */
export function strangeReports(images: readonly Image[], reports: readonly ToolReport[]): readonly string[] {
  return reports
    .filter(({ digests }) => digests.length > 0 && !images.some((image) => namesImage(image, digests)))
    .map(
      ({ tool, digests }) =>
        `The report of ${tool} is about ${digests.join(', ')}, which is none of the images: it was left out.`,
    );
}

function namesImage({ digest, configDigest, indexDigest }: Image, digests: readonly string[]): boolean {
  return digests.some((one) => one === digest || one === configDigest || one === indexDigest);
}
