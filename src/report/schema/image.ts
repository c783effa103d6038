// The shape of a scanned image, its packages and its grade in the result JSON.
import { z } from 'zod';
import type { OperatingSystem, Package } from '../../terms/package.ts';
import type { Refusal, RefusalCode } from '../../terms/refusal.ts';
import { type Grade, gradeLetters, type ScannedImage } from '../../terms/verdict.ts';
import { count, day, digest, strings } from './scalars.ts';

const packageSchema: z.ZodType<Package> = z.strictObject({
  purl: z.string(),
  type: z.string(),
  name: z.string(),
  version: z.string(),
  architecture: z.string().exactOptional(),
  source: z.strictObject({ name: z.string(), version: z.string() }).exactOptional(),
  licenses: strings.exactOptional(),
  vendor: z.string().exactOptional(),
  path: z.string(),
  layer: count,
  ownedBy: z.string().exactOptional(),
  dependsOn: strings.exactOptional(),
});

const operatingSystem: z.ZodType<OperatingSystem> = z.strictObject({
  id: z.string(),
  idLike: strings,
  versionId: z.string().exactOptional(),
  codename: z.string().exactOptional(),
  prettyName: z.string().exactOptional(),
  path: z.string(),
  layer: count,
});

/** Spelt out by key, so that a code added to the terms must be added here. */
const refusalCodes = {
  'digest-mismatch': 'digest-mismatch',
  'size-mismatch': 'size-mismatch',
  truncated: 'truncated',
  malformed: 'malformed',
  ambiguous: 'ambiguous',
  'media-type': 'media-type',
  unsupported: 'unsupported',
  ceiling: 'ceiling',
  encrypted: 'encrypted',
  'unreadable-database': 'unreadable-database',
  'foreign-layer': 'foreign-layer',
} as const satisfies { [Code in RefusalCode]: Code };

const refusal: z.ZodType<Refusal> = z.strictObject({
  code: z.enum(refusalCodes),
  what: z.string(),
  message: z.string(),
  digest: digest.exactOptional(),
  path: z.string().exactOptional(),
});

export const gradeSchema: z.ZodType<Grade> = z.strictObject({
  letter: z.enum(gradeLetters).exactOptional(),
  sentence: z.string(),
  drops: z.array(z.strictObject({ on: day, letter: z.enum(gradeLetters), because: strings })),
  because: strings,
  withoutFix: count,
});

export const imageSchema: z.ZodType<ScannedImage> = z.strictObject({
  reference: z.string(),
  digest,
  indexDigest: digest.exactOptional(),
  platform: z.strictObject({
    os: z.string(),
    architecture: z.string(),
    variant: z.string().exactOptional(),
  }),
  created: z.string().exactOptional(),
  os: operatingSystem.exactOptional(),
  builder: z.enum(['dockerfile', 'buildpacks', 's2i', 'ko', 'jib', 'unknown']).exactOptional(),
  layers: z.array(
    z.strictObject({ digest, size: count.exactOptional(), createdBy: z.string().exactOptional() }),
  ),
  packages: z.array(packageSchema),
  grade: gradeSchema,
  refusals: z.array(refusal),
  accounting: z.strictObject({ parsed: count, notInteresting: count, refused: count }),
});
