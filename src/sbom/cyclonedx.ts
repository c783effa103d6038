// A scanned image as a CycloneDX 1.6 JSON document (ECMA-424).
import { digestAlgorithm, digestHex } from '../terms/digest.ts';
import type { Finding } from '../terms/finding.ts';
import { platformName } from '../terms/image.ts';
import type { OperatingSystem, Package } from '../terms/package.ts';
import type { ScannedImage } from '../terms/verdict.ts';
import { describeVulnerabilities } from './cyclonedx-vulnerabilities.ts';
import { type DocumentOptions, deriveUuid, identifyPackages, wholeSeconds } from './identity.ts';
import { readLicense } from './license.ts';

export interface CycloneDxOptions extends DocumentOptions {
  /** Findings to state as `vulnerabilities`; those of other images are left out. */
  readonly findings?: readonly Finding[];
}

/** CycloneDX 1.6 JSON, deterministic: sorted, serial number from the image's digest, time from the options. */
export function renderCycloneDx(image: ScannedImage, options: CycloneDxOptions): string {
  const components = identifyPackages(image.packages);
  const imageReference = `${image.reference}@${image.digest}`;
  const vulnerabilities = describeVulnerabilities(options.findings ?? [], components);
  const document = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${deriveUuid('cyclonedx', image.digest)}`,
    version: 1,
    metadata: {
      timestamp: wholeSeconds(options.timestamp),
      tools: {
        components: [{ type: 'application', name: options.tool.name, version: options.tool.version }],
      },
      component: describeImage(image, imageReference),
    },
    components: [
      ...(image.os === undefined ? [] : [describeSystem(image.os)]),
      ...components.map((item) => describePackage(item.package, item.reference, image)),
    ],
    dependencies: describeDependencies(image, imageReference, components),
    // What was refused of an image may have held packages; a reader of the bill alone would take it for all there is.
    ...(image.refusals.length === 0
      ? {}
      : { compositions: [{ aggregate: 'incomplete', dependencies: [imageReference] }] }),
    ...(vulnerabilities.length === 0 ? {} : { vulnerabilities }),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function describeImage(image: ScannedImage, reference: string): object {
  const algorithm = digestAlgorithm(image.digest) === 'sha256' ? 'SHA-256' : 'SHA-512';
  return {
    type: 'container',
    'bom-ref': reference,
    name: image.reference,
    version: image.digest,
    hashes: [{ alg: algorithm, content: digestHex(image.digest) }],
    properties: properties([
      ['seaworthy:platform', platformName(image.platform)],
      ['seaworthy:index:digest', image.indexDigest],
      ...image.layers.map((layer, index): Property => [`seaworthy:layer:${index}:digest`, layer.digest]),
    ]),
  };
}

function describeSystem(os: OperatingSystem): object {
  return {
    type: 'operating-system',
    'bom-ref': systemReference(os),
    name: os.id,
    ...(os.versionId === undefined ? {} : { version: os.versionId }),
    ...(os.prettyName === undefined ? {} : { description: os.prettyName }),
    properties: properties([
      ['seaworthy:path', os.path],
      ['seaworthy:layer:index', String(os.layer)],
      ['seaworthy:os:codename', os.codename],
      ...os.idLike.map((id): Property => ['seaworthy:os:idLike', id]),
    ]),
  };
}

function describePackage(item: Package, reference: string, image: ScannedImage): object {
  const licenses = describeLicenses(item.licenses ?? []);
  return {
    type: 'library',
    'bom-ref': reference,
    ...(item.vendor === undefined ? {} : { supplier: { name: item.vendor } }),
    name: item.name,
    version: item.version,
    ...(licenses === undefined ? {} : { licenses }),
    ...(item.purl === '' ? {} : { purl: item.purl }),
    properties: properties([
      ['seaworthy:type', item.type],
      ['seaworthy:path', item.path],
      ['seaworthy:layer:index', String(item.layer)],
      ['seaworthy:layer:digest', image.layers[item.layer]?.digest],
      ['seaworthy:architecture', item.architecture],
      ['seaworthy:source:name', item.source?.name],
      ['seaworthy:source:version', item.source?.version],
      ['seaworthy:ownedBy', item.ownedBy],
    ]),
  };
}

/** One expression, or a list of ids and names: the schema forbids to mix them. */
function describeLicenses(statements: readonly string[]): readonly object[] | undefined {
  const stated = [...new Set(statements)].filter((statement) => statement.trim() !== '');
  const [first] = stated;
  if (first === undefined) return undefined;
  const { expression, references, id } = readLicense(first);
  if (stated.length === 1 && references.size === 0 && id === undefined) return [{ expression }];
  return stated.map((statement) => {
    const known = readLicense(statement).id;
    return { license: known === undefined ? { name: statement } : { id: known } };
  });
}

type Property = readonly [name: string, value: string | undefined];

function properties(pairs: readonly Property[]): readonly object[] {
  return pairs.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
}

function describeDependencies(
  image: ScannedImage,
  imageReference: string,
  components: ReturnType<typeof identifyPackages>,
): readonly object[] {
  const known = new Set(components.map((item) => item.reference));
  const top = components.map((item) => item.reference);
  return [
    { ref: imageReference, dependsOn: image.os === undefined ? top : [systemReference(image.os), ...top] },
    ...components.map((item) => {
      const targets = [...new Set(item.package.dependsOn ?? [])].filter(
        (purl) => known.has(purl) && purl !== item.reference,
      );
      return targets.length === 0
        ? { ref: item.reference }
        : { ref: item.reference, dependsOn: targets.toSorted() };
    }),
  ];
}

function systemReference(os: OperatingSystem): string {
  return `os:${os.id}@${os.versionId ?? ''}`;
}
