// A descriptor: what points at content (image-spec descriptor.md).
import { z } from 'zod';
import { type Digest, isDigest } from '../terms/digest.ts';
import type { Platform } from '../terms/image.ts';

export const digestSchema = z.custom<Digest>((value) => typeof value === 'string' && isDigest(value), {
  error: 'not a sha256: or sha512: digest',
});

export const annotationsSchema = z.record(z.string(), z.string());

export const platformSchema = z
  .object({ os: z.string(), architecture: z.string(), variant: z.string().optional() })
  .transform(
    ({ os, architecture, variant }): Platform => ({ os, architecture, ...(variant && { variant }) }),
  );

export const descriptorSchema = z.object({
  mediaType: z.string().min(1),
  digest: digestSchema,
  size: z.int().nonnegative(),
  urls: z.array(z.string()).optional(),
  annotations: annotationsSchema.nullish(),
  platform: platformSchema.optional(),
  artifactType: z.string().optional(),
  data: z.base64().optional(),
});

/** A descriptor as its document states it. */
export type WireDescriptor = z.infer<typeof descriptorSchema>;

/** The three things that name content. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
}
