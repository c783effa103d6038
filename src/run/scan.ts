// The use case `scan`: what is in the images, what is known about it, how healthy they are.
import { gradeConditions, type ImageConditions } from '../gate/obstacles.ts';
import { defaultPolicy } from '../gate/policy-default.ts';
import { grade } from '../health/grade.ts';
import { vexAuthorsOfPolicy } from '../inspection/image-policy.ts';
import type { ToolReport } from '../inspection/import/tool-report.ts';
import { inspectionAnalyzers } from '../inspection/inspectors.ts';
import { type Dockerfile, withLines } from '../inspection/instruction-lines.ts';
import type { KnownBad } from '../inspection/integrity/known-bad.ts';
import { type LockFile, withLockLines } from '../inspection/lock-files/lock-lines.ts';
import type { VexStatement } from '../inspection/vex/openvex-reading.ts';
import { type VexAnswer, vexAnswer } from '../inspection/vex/vex-answer.ts';
import type { PackageFormat } from '../packages/format.ts';
import { type Inventory, inventoryAnalyzers, takeInventory } from '../packages/inventory.ts';
import type { Finding } from '../terms/finding.ts';
import type { Image, Platform } from '../terms/image.ts';
import type { Grade, ScannedImage, Snapshot } from '../terms/verdict.ts';
import { reportsAbout, strangeReports } from './import.ts';
import { type InspectedImage, inspectImage } from './inspect.ts';
import { type Knowledge, mergeSnapshots } from './knowledge.ts';
import { mergeReports } from './merge-reports.ts';
import type { Outside } from './outside.ts';
import { readImages } from './read-images.ts';

type Known = Awaited<ReturnType<Knowledge['match']>>;

export interface ScanRequest {
  readonly references: readonly string[];
  readonly platforms: 'all' | readonly Platform[];
  readonly formats: readonly PackageFormat[];
  readonly knowledge: Knowledge;
  /** The moment of judgement. */
  readonly asOf: Date;
  /** What the images were built from: findings then name its lines. */
  readonly dockerfile?: Dockerfile;
  /** Of the checkout it was built from: findings about packages then name their lines. */
  readonly lockFiles?: readonly LockFile[];
  /** What other tools say of the images. */
  readonly imports?: readonly ToolReport[];
  /** Digests of files that no image may have. */
  readonly knownBad?: KnownBad;
  /** Believed where the policy believes their authors. */
  readonly vex?: readonly VexStatement[];
}

/** One image, read and matched. Only a completed scan makes one. */
export interface ScannedCandidate extends ImageConditions {
  readonly reference: string;
  readonly findings: readonly Finding[];
  underPolicy(sections: ReadonlyMap<string, unknown>): readonly Finding[];
  excuse(finding: Finding, sections: ReadonlyMap<string, unknown>, now: Date): VexAnswer | undefined;
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
  const { formats, knowledge, asOf, knownBad } = request;
  const analyzers = [
    ...inventoryAnalyzers(formats),
    ...inspectionAnalyzers,
    ...(knownBad === undefined ? [] : [knownBad.analyzer]),
  ];
  const images: ScannedCandidate[] = [];
  const snapshots: Snapshot[] = [];
  const warnings = new Set<string>();
  const seen: Image[] = [];
  for (const reference of request.references) {
    for (const read of await readImages(
      reference,
      outside.openImage(reference),
      request.platforms,
      analyzers,
      outside,
    )) {
      const inventory = takeInventory(read.view, formats);
      const inspected = inspectImage(read, inventory, asOf);
      const { layers } = inspected.read.image;
      const matched = await knowledge.match(inventory.packages, inventory.os, layers);
      for (const warning of matched.warnings) warnings.add(warning);
      snapshots.push(matched.snapshot);
      seen.push(read.image);
      const reports = reportsAbout(read.image, request.imports ?? []);
      const findings = mergeReports(
        [
          ...matched.findings,
          ...inspected.findings,
          ...(knownBad?.judge(read.view, inspected.read.image) ?? []),
        ],
        inspected.read.image,
        inventory.packages,
        reports,
      );
      images.push(candidate(inspected, inventory, matched, findings, request));
    }
  }
  for (const warning of strangeReports(seen, request.imports ?? [])) warnings.add(warning);
  return { images, snapshot: mergeSnapshots(snapshots, asOf), warnings: [...warnings].sort() };
}

function candidate(
  inspected: InspectedImage,
  inventory: Inventory,
  matched: Known,
  found: readonly Finding[],
  { asOf, dockerfile, lockFiles = [], vex = [] }: ScanRequest,
): ScannedCandidate {
  const { image, refusals, accounting } = inspected.read;
  const placed = dockerfile === undefined ? found : withLines(found, image.config.history, dockerfile);
  const findings = withLockLines(placed, lockFiles);
  const conditions: ImageConditions = {
    system: systemOf(inventory, matched),
    refusals: [...refusals, ...inventory.refusals, ...inspected.refusals],
    uncovered: uncoveredTypes(matched),
  };
  const { os } = inventory;
  return {
    ...conditions,
    reference: image.reference,
    findings,
    underPolicy: (sections) => inspected.underPolicy(findings, sections),
    excuse: (finding, sections, now) => {
      const believed = new Set(vexAuthorsOfPolicy(sections));
      return vexAnswer(
        finding,
        image,
        vex.filter(({ author }) => believed.has(author)),
        now,
      );
    },
    grade: grade(findings, asOf, gradeConditions(conditions, matched.snapshot, defaultPolicy)),
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

function systemOf({ os, packages }: Inventory, { support }: Known): ImageConditions['system'] {
  if (os === undefined) return { kind: packages.length === 0 ? 'unknown' : 'none' };
  const name = os.prettyName ?? [os.id, os.versionId].filter((part) => part !== undefined).join(' ');
  if (support?.until === undefined) return { kind: 'known', name };
  return { kind: 'known', name, support: { until: support.until } };
}

/** What has no advisories, as people call it: the purl type, with the distribution where it has one. */
function uncoveredTypes({ uncovered }: Known): readonly string[] {
  return [...new Set(uncovered.map((one) => /^pkg:([^@?]+)\//.exec(one.purl)?.[1] ?? one.type))].sort();
}
