// A scanned image as an SPDX 2.3 JSON document (ISO/IEC 5962 and its successor).
import { createHash } from 'node:crypto';
import { digestAlgorithm, digestHex } from '../terms/digest.ts';
import { platformName } from '../terms/image.ts';
import type { OperatingSystem, Package } from '../terms/package.ts';
import type { ScannedImage } from '../terms/verdict.ts';
import { type DocumentOptions, deriveUuid, identifyPackages, wholeSeconds } from './identity.ts';
import { joinLicenses } from './license.ts';

/** What SPDX has no field for, kept in an annotation by the tool that knows it; `readSpdx` reads it back. */
export interface SpdxFacts {
  readonly type: string;
  readonly path: string;
  readonly layer: number;
  readonly architecture?: string;
  readonly source?: { readonly name: string; readonly version: string };
  readonly licenses?: readonly string[];
  readonly ownedBy?: string;
  /** Only where `supplier` cannot hold it as it is. */
  readonly vendor?: string;
}

/** SPDX 2.3 JSON, deterministic: sorted, namespace from the image's digest, time from the options. */
export function renderSpdx(image: ScannedImage, options: DocumentOptions): string {
  const created = wholeSeconds(options.timestamp);
  const creator = `Tool: ${options.tool.name}-${options.tool.version}`;
  const items = identifyPackages(image.packages).map((item) => ({ ...item, id: packageId(item) }));
  const ids = new Map(items.map((item) => [item.reference, item.id]));
  const extracted = new Map(
    items.flatMap(({ package: item }) => [...(joinLicenses(item.licenses ?? [])?.references ?? [])]),
  );
  const systemIds = image.os === undefined ? [] : [systemId];
  const document = {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: documentId,
    name: image.reference,
    documentNamespace: `https://spdx.org/spdxdocs/${slug(image.reference)}-${deriveUuid('spdx', image.digest)}`,
    creationInfo: { created, creators: [creator] },
    ...(image.refusals.length === 0 ? {} : { comment: incomplete }),
    packages: [
      describeImage(image),
      ...(image.os === undefined ? [] : [describeSystem(image.os)]),
      ...items.map(({ package: item, id }) => describePackage(item, id, created, creator)),
    ],
    ...(extracted.size === 0 ? {} : { hasExtractedLicensingInfos: describeExtracted(extracted) }),
    relationships: [
      relate(documentId, 'DESCRIBES', imageId),
      ...[...systemIds, ...items.map((item) => item.id)].map((id) => relate(imageId, 'CONTAINS', id)),
      ...items.flatMap((item) =>
        [...new Set(item.package.dependsOn ?? [])]
          .toSorted()
          .flatMap((purl) => ids.get(purl) ?? [])
          .filter((target) => target !== item.id)
          .map((target) => relate(item.id, 'DEPENDS_ON', target)),
      ),
    ],
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

const incomplete = 'Incomplete: parts of the image could not be read, and may hold further packages.';
const documentId = 'SPDXRef-DOCUMENT';
const imageId = 'SPDXRef-Image';
const systemId = 'SPDXRef-OperatingSystem';

const unstated = {
  downloadLocation: 'NOASSERTION',
  filesAnalyzed: false,
  licenseConcluded: 'NOASSERTION',
  copyrightText: 'NOASSERTION',
} as const;

function describeImage(image: ScannedImage): object {
  const algorithm = digestAlgorithm(image.digest) === 'sha256' ? 'SHA256' : 'SHA512';
  return {
    SPDXID: imageId,
    name: image.reference,
    versionInfo: image.digest,
    ...unstated,
    licenseDeclared: 'NOASSERTION',
    checksums: [{ algorithm, checksumValue: digestHex(image.digest) }],
    primaryPackagePurpose: 'CONTAINER',
    comment: `platform ${platformName(image.platform)}`,
  };
}

function describeSystem(os: OperatingSystem): object {
  return {
    SPDXID: systemId,
    name: os.id,
    ...(os.versionId === undefined ? {} : { versionInfo: os.versionId }),
    ...(os.prettyName === undefined ? {} : { description: os.prettyName }),
    ...unstated,
    licenseDeclared: 'NOASSERTION',
    primaryPackagePurpose: 'OPERATING-SYSTEM',
  };
}

function describePackage(item: Package, id: string, created: string, creator: string): object {
  return {
    SPDXID: id,
    name: item.name === '' ? 'NOASSERTION' : item.name,
    ...(item.version === '' ? {} : { versionInfo: item.version }),
    supplier: supplierOf(item.vendor ?? ''),
    ...unstated,
    licenseDeclared: joinLicenses(item.licenses ?? [])?.expression ?? 'NOASSERTION',
    primaryPackagePurpose: 'LIBRARY',
    ...(item.purl === ''
      ? {}
      : {
          externalRefs: [
            { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: item.purl },
          ],
        }),
    annotations: [
      {
        annotator: creator,
        annotationDate: created,
        annotationType: 'OTHER',
        comment: `seaworthy:${JSON.stringify(factsOf(item))}`,
      },
    ],
  };
}

/** SPDX 2.3 §7.5: what stands in parentheses would be an address of mail. */
function supplierOf(vendor: string): string {
  const name = oneLine(vendor).replaceAll('(', '[').replaceAll(')', ']');
  return name === '' ? 'NOASSERTION' : `Organization: ${name}`;
}

function factsOf(item: Package): SpdxFacts {
  const { type, path, layer, architecture, source, licenses, ownedBy, vendor } = item;
  const isVendorStated = vendor === undefined || supplierOf(vendor) === `Organization: ${vendor}`;
  return {
    type,
    path,
    layer,
    ...(architecture === undefined ? {} : { architecture }),
    ...(source === undefined ? {} : { source }),
    ...(licenses === undefined ? {} : { licenses }),
    ...(ownedBy === undefined ? {} : { ownedBy }),
    ...(isVendorStated ? {} : { vendor }),
  };
}

/** SPDX 2.3 §10: one entry a LicenseRef that the document uses. */
function describeExtracted(references: ReadonlyMap<string, string>): readonly object[] {
  return [...references]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([licenseId, text]) => ({ licenseId, extractedText: text, name: oneLine(text) }));
}

function relate(from: string, type: string, to: string): object {
  return { spdxElementId: from, relationshipType: type, relatedSpdxElement: to };
}

/** SPDX 2.3 §7.2: letters, digits, dot and dash; the digest keeps two that spell alike apart. */
function packageId(item: { readonly package: Package; readonly reference: string }): string {
  const digest = createHash('sha256').update(item.reference).digest('hex').slice(0, 12);
  return `SPDXRef-Package-${slug(`${item.package.type}-${item.package.name}`)}-${digest}`;
}

function slug(text: string): string {
  return text
    .replace(/[^A-Za-z0-9.]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
