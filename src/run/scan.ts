// The use case `scan`: what is in the images, what is known about it, how healthy they are.
import type { ToolReport } from '../inspection/import/tool-report.ts';
import type { Dockerfile } from '../inspection/instruction-lines.ts';
import type { LockFile } from '../inspection/lock-files/lock-lines.ts';
import { baseOfDockerfile } from '../inspection/origin/base/dockerfile-base.ts';
import { judgeBase } from '../inspection/origin/base/judge.ts';
import type { VexStatement } from '../inspection/vex/openvex-reading.ts';
import type { Image } from '../terms/image.ts';
import type { Snapshot } from '../terms/verdict.ts';
import { type Knowledge, mergeSnapshots } from './advisories/knowledge.ts';
import { type BaseWish, knownBases } from './base/look.ts';
import { candidate, type ScannedCandidate } from './image/candidate.ts';
import { type JudgeOptions, judgeImages } from './image/judge-images.ts';
import type { Provenance } from './image/provenance.ts';
import { openMerging } from './imports/merging.ts';
import type { Outside } from './outside.ts';

export interface ScanRequest extends JudgeOptions {
  readonly references: readonly string[];
  readonly knowledge: Knowledge;
  /** What the images were built from: findings then name its lines. */
  readonly dockerfile?: Dockerfile;
  /** Of the checkout it was built from: findings about packages then name their lines. */
  readonly lockFiles?: readonly LockFile[];
  /** What other tools say of the images. */
  readonly imports?: readonly ToolReport[];
  /** What other tools say of the base that the images are compared with. */
  readonly baseImports?: readonly ToolReport[];
  /** Believed where the policy believes their authors. */
  readonly vex?: readonly VexStatement[];
  /** Whose bases are looked at; those of images in registries, where absent. */
  readonly bases?: BaseWish;
}

export interface Scan {
  readonly images: readonly ScannedCandidate[];
  readonly snapshot: Snapshot;
  readonly warnings: readonly string[];
}

/** Errors: those of the sources; content that was refused stands in the images. */
export async function scanImages(request: ScanRequest, outside: Outside): Promise<Scan> {
  const { knowledge, asOf } = request;
  const merging = await openMerging(request.imports ?? []);
  const images: ScannedCandidate[] = [];
  const snapshots: Snapshot[] = [];
  const warnings = new Set<string>();
  const seen: Image[] = [];
  const baseOf = knownBases(request.bases ?? 'of-registries', asOf, outside);
  for (const reference of request.references) {
    for (const judged of await judgeImages(reference, request, outside)) {
      const { image, packages, os, findings: own } = judged.outcome;
      const matched = await knowledge.match(packages, os, image.layers);
      for (const warning of matched.warnings) warnings.add(warning);
      snapshots.push(matched.snapshot);
      seen.push(judged.image);
      for (const warning of beforeItWasMade(image, asOf)) warnings.add(warning);
      const base = await baseOf(reference, image);
      const ofBase = base === undefined ? [] : judgeBase(image, base, asOf);
      const all = [...matched.findings, ...own, ...ofBase];
      const findings = merging.merge(all, judged.image, image, packages);
      const { dockerfile, base: recorded } = await builtFrom(reference, judged.image, request, outside);
      const placing = { ...request, source: reference, dockerfile, recorded };
      images.push(candidate(judged, matched, findings, placing, base));
    }
  }
  for (const warning of merging.strange(seen)) warnings.add(warning);
  return { images, snapshot: mergeSnapshots(snapshots, asOf), warnings: [...warnings].sort() };
}

/** An image cannot have been judged before there was any: the day is a mistake, and hides what is known since. */
function beforeItWasMade({ reference, config }: Image, asOf: Date): readonly string[] {
  const made = config.created === undefined ? Number.NaN : Date.parse(config.created);
  if (!(asOf.getTime() < made)) return [];
  const [day, created] = [asOf, new Date(made)].map((moment) => moment.toISOString().slice(0, 10));
  return [
    `${reference} was made on ${created} and is judged as of ${day}: what became known after that day is not counted`,
  ];
}

/** What the user gives of the build, or else its provenance. */
async function builtFrom(
  reference: string,
  image: Image,
  { dockerfile }: ScanRequest,
  outside: Outside,
): Promise<Provenance> {
  if (dockerfile !== undefined) {
    const base = baseOfDockerfile(dockerfile);
    return { dockerfile, ...(base === undefined ? {} : { base }) };
  }
  if (image.attestations === undefined) return {};
  return (await import('./image/provenance.ts')).readProvenance(reference, image, outside);
}
