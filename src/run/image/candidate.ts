// One image, read and matched, as the gate decides about it and the result tells of it.
import { gradeConditions, type ImageConditions } from '../../gate/obstacles.ts';
import { defaultPolicy } from '../../gate/policy-default.ts';
import type { Remedy } from '../../gate/remedy.ts';
import { grade } from '../../health/grade.ts';
import { builderOf } from '../../inspection/builders/layer-origins.ts';
import { vexAuthorsOfPolicy } from '../../inspection/image-policy.ts';
import { type Dockerfile, withLines } from '../../inspection/instruction-lines.ts';
import { type LockFile, withLockLines } from '../../inspection/lock-files/lock-lines.ts';
import type { BuildBase } from '../../inspection/origin/base/dockerfile-base.ts';
import type { KnownBase } from '../../inspection/origin/base/judge.ts';
import type { VexStatement } from '../../inspection/vex/openvex-reading.ts';
import { type VexAnswer, vexAnswer } from '../../inspection/vex/vex-answer.ts';
import type { Finding } from '../../terms/finding.ts';
import type { Grade, ScannedImage } from '../../terms/verdict.ts';
import { conditionsOf, type Known } from './conditions.ts';
import { type LookedInto, remediesIn } from './fix-plan.ts';
import { underPolicy } from './inspect.ts';
import type { JudgedImage } from './judge-images.ts';

export interface Placing {
  /** As the user named the image. */
  readonly source: string;
  readonly asOf: Date;
  readonly lockFiles?: readonly LockFile[] | undefined;
  readonly vex?: readonly VexStatement[] | undefined;
  readonly dockerfile: Dockerfile | undefined;
  /** What its Dockerfile or its provenance says that it is built upon. */
  readonly recorded: BuildBase | undefined;
}

/** What a candidate was made of, for whoever asks what it would be upon another base. */
export interface Makings {
  readonly judged: JudgedImage;
  readonly matched: Known;
  /** Before they were given their lines. */
  readonly findings: readonly Finding[];
  readonly placing: Placing;
  readonly base: KnownBase | undefined;
}

/** One image, read and matched. Only a completed scan makes one. */
export interface ScannedCandidate extends ImageConditions {
  readonly reference: string;
  readonly findings: readonly Finding[];
  readonly makings: Makings;
  remedies(finding: Finding): readonly Remedy[];
  underPolicy(sections: ReadonlyMap<string, unknown>): readonly Finding[];
  excuse(finding: Finding, sections: ReadonlyMap<string, unknown>, now: Date): VexAnswer | undefined;
  /** By the default policy; a gate grades by its own. */
  readonly grade: Grade;
  scanned(grade: Grade): ScannedImage;
}

export function candidate(
  judged: JudgedImage,
  matched: Known,
  found: readonly Finding[],
  placing: Placing,
  base: KnownBase | undefined,
  looked?: LookedInto,
): ScannedCandidate {
  const { asOf, dockerfile, lockFiles = [], vex = [] } = placing;
  const { image, os, packages, kinds, accounting } = judged.outcome;
  const placed = dockerfile === undefined ? found : withLines(found, image.config.history, dockerfile);
  const findings = withLockLines(placed, lockFiles);
  const conditions = conditionsOf(judged.outcome, matched, [...judged.refusals, ...judged.outcome.refusals]);
  return {
    ...conditions,
    reference: image.reference,
    findings,
    makings: { judged, matched, findings: found, placing, base },
    remedies: remediesIn({ image, packages, kinds, os, base, looked, findings, lockFiles }),
    underPolicy: (sections) => underPolicy({ findings, image, kinds, asOf, base }, sections),
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
      builder: builderOf(image),
      layers: image.layers.map(({ digest, size, createdBy }) => ({
        digest,
        ...(size === undefined ? {} : { size }),
        ...(createdBy === undefined ? {} : { createdBy }),
      })),
      packages,
      grade: given,
      refusals: conditions.refusals,
      accounting,
    }),
  };
}
