// Reports of other tools that a run is given: read from files, and told apart by the image that they are about.
import { resolve } from 'node:path';
import { readToolReports } from '../../inspection/import/read-report.ts';
import {
  instantOf,
  reportCeilings,
  severityOfScore,
  stated,
  type ToolFact,
  type ToolReport,
  type ToolVulnerability,
} from '../../inspection/import/tool-report.ts';
import { parsePurl } from '../../packages/purl.ts';
import type { BillVulnerability } from '../../sbom/bill.ts';
import { readCycloneDx } from '../../sbom/cyclonedx-reading.ts';
import { UserError } from '../../terms/errors.ts';
import { GivenTooLarge, readGivenText } from '../../terms/given-file.ts';
import type { Image } from '../../terms/image.ts';
import type { Severity } from '../../terms/severity.ts';

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
  try {
    return readGivenText(resolve(directory, file), reportCeilings.bytes);
  } catch (cause) {
    if (cause instanceof GivenTooLarge) {
      const most = cause.most / 1024 / 1024;
      throw new UserError('usage', `the report ${file} has more than ${most} MiB`, 'Give a smaller report.');
    }
    throw new UserError('usage', `the report ${file} cannot be read`, 'Name a readable file.', { cause });
  }
}

/** States in which a tool says that there is nothing to do (CycloneDX 1.7, `impactAnalysisState`). */
const settled: ReadonlySet<string> = new Set([
  'resolved',
  'resolved_with_pedigree',
  'false_positive',
  'not_affected',
]);

function readBill(text: string, file: string): ToolReport {
  const { vulnerabilities, tool, packages } = readCycloneDx(text, file);
  const versions = new Map(packages.map((one) => [one.purl, one.version]));
  const standing = vulnerabilities.filter(({ state }) => state === undefined || !settled.has(state));
  return {
    tool: tool ?? 'CycloneDX',
    digests: [],
    items: standing.flatMap((one): (ToolVulnerability | ToolFact)[] =>
      one.purls.length === 0
        ? [withoutPackage(one)]
        : one.purls.map((purl) => ofPackage(one, purl, versions)),
    ),
  };
}

function ofPackage(
  one: BillVulnerability,
  purl: string,
  versions: ReadonlyMap<string, string>,
): ToolVulnerability {
  const { ids, cvss, published, fixed, summary } = one;
  const parsed = parsePurl(purl);
  const { name = purl, version = '' } = parsed.kind === 'invalid' ? {} : parsed.purl;
  return {
    kind: 'vulnerability',
    ids,
    name,
    purl,
    installed: versions.get(purl) ?? version,
    fixes: fixed === undefined ? [] : [fixed],
    severity: severityIn(one),
    ...stated({ cvss, summary, published: instantOf(published) }),
  };
}

/** What is said of no component of the list must not be lost. */
function withoutPackage(one: BillVulnerability): ToolFact {
  const { id, ids, summary } = one;
  return {
    kind: 'fact',
    rule: id,
    severity: severityIn(one),
    message: `${ids.join(', ')}${summary === undefined ? '' : `: ${summary}`}`,
    because: 'The report does not say which of its components is affected.',
  };
}

function severityIn({ severity, cvss }: BillVulnerability): Severity {
  return severity === 'unknown' && cvss !== undefined ? severityOfScore(cvss.score) : severity;
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
