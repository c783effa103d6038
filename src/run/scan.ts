// The use case `scan`: what is in the images, what is known about it, how healthy they are.
import { gradeConditions, type ImageConditions } from '../gate/obstacles.ts';
import { defaultPolicy } from '../gate/policy-default.ts';
import { grade } from '../health/grade.ts';
import type { PackageFormat } from '../packages/format.ts';
import { type Inventory, inventoryAnalyzers, takeInventory } from '../packages/inventory.ts';
import type { Finding } from '../terms/finding.ts';
import type { Platform } from '../terms/image.ts';
import type { OperatingSystem, Package } from '../terms/package.ts';
import type { Grade, ScannedImage, Snapshot } from '../terms/verdict.ts';
import type { Outside } from './outside.ts';
import { type ReadImage, readImages } from './read-images.ts';

/** What is known about packages, on one snapshot. */
export interface Knowledge {
  readonly snapshot: Snapshot;
  readonly warnings: readonly string[];
  match(packages: readonly Package[], os: OperatingSystem | undefined): Promise<Matched>;
}

export interface Matched {
  readonly findings: readonly Finding[];
  /** Ecosystems with packages in the image and without advisories. */
  readonly uncovered: readonly string[];
  readonly warnings: readonly string[];
  /** Last day of support of the distribution's release, where known. */
  readonly supportUntil?: string;
}

export interface ScanRequest {
  readonly references: readonly string[];
  readonly platforms: 'all' | readonly Platform[];
  readonly formats: readonly PackageFormat[];
  readonly knowledge: Knowledge;
  /** The moment of judgement. */
  readonly asOf: Date;
}

/** One image, read and matched. Only a completed scan makes one. */
export interface ScannedCandidate extends ImageConditions {
  readonly reference: string;
  readonly findings: readonly Finding[];
  /** By the default policy; a gate grades by its own. */
  readonly grade: Grade;
  scanned(grade: Grade): ScannedImage;
}

export interface Scan {
  readonly images: readonly ScannedCandidate[];
  readonly snapshot: Snapshot;
  readonly warnings: readonly string[];
}

/** Errors: those of the sources; content that was refused stands in the images. */
export async function scanImages(request: ScanRequest, outside: Outside): Promise<Scan> {
  const { formats, knowledge, asOf } = request;
  const analyzers = inventoryAnalyzers(formats);
  const images: ScannedCandidate[] = [];
  const warnings = new Set(knowledge.warnings);
  for (const reference of request.references) {
    for (const read of await readImages(
      outside.openImage(reference),
      request.platforms,
      analyzers,
      outside,
    )) {
      const inventory = takeInventory(read.view, formats);
      const matched = await knowledge.match(inventory.packages, inventory.os);
      for (const warning of matched.warnings) warnings.add(warning);
      images.push(candidate(read, inventory, matched, knowledge.snapshot, asOf));
    }
  }
  return { images, snapshot: knowledge.snapshot, warnings: [...warnings] };
}

function candidate(
  { image, refusals, accounting }: ReadImage,
  inventory: Inventory,
  matched: Matched,
  snapshot: Snapshot,
  asOf: Date,
): ScannedCandidate {
  const conditions: ImageConditions = {
    system: systemOf(inventory, matched),
    refusals: [...refusals, ...inventory.refusals],
    uncovered: matched.uncovered,
  };
  const { os } = inventory;
  return {
    ...conditions,
    reference: image.reference,
    findings: matched.findings,
    grade: grade(matched.findings, asOf, gradeConditions(conditions, snapshot, defaultPolicy)),
    scanned: (given) => ({
      reference: image.reference,
      digest: image.digest,
      ...(image.indexDigest === undefined ? {} : { indexDigest: image.indexDigest }),
      platform: image.platform,
      ...(image.config.created === undefined ? {} : { created: image.config.created }),
      ...(os === undefined ? {} : { os }),
      layers: image.layers.map(({ digest, size, createdBy }) => ({
        digest,
        ...(size === undefined ? {} : { size }),
        ...(createdBy === undefined ? {} : { createdBy }),
      })),
      packages: inventory.packages.map(({ files, ...one }) => one),
      grade: given,
      refusals: conditions.refusals,
      accounting,
    }),
  };
}

function systemOf({ os, packages }: Inventory, matched: Matched): ImageConditions['system'] {
  if (os === undefined) return { kind: packages.length === 0 ? 'unknown' : 'none' };
  const name = os.prettyName ?? [os.id, os.versionId].filter((part) => part !== undefined).join(' ');
  if (matched.supportUntil === undefined) return { kind: 'known', name };
  return { kind: 'known', name, support: { until: matched.supportUntil } };
}
