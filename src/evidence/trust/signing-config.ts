// Which services sign at a given time (sigstore_trustroot.proto, SigningConfig v0.2).
import { z } from 'zod';
import { parseStrictJson } from '../../oci/strict-json.ts';
import { UserError } from '../../terms/errors.ts';

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const serviceSchema = z.object({
  url: z.url({ protocol: /^https?$/ }),
  majorApiVersion: z.int().positive(),
  validFor: z.object({ start: instant, end: instant.optional() }),
  operator: z.string().optional(),
});
const services = z.array(serviceSchema).default([]);
const configSchema = z.object({
  mediaType: z.literal('application/vnd.dev.sigstore.signingconfig.v0.2+json'),
  caUrls: services,
  oidcUrls: services,
  rekorTlogUrls: services,
  tsaUrls: services,
});

export type SigningConfig = z.infer<typeof configSchema>;
export type SigningService = SigningConfig['caUrls'][number];

/** UserError `policy`. */
export function parseSigningConfig(bytes: Uint8Array, name: string): SigningConfig {
  try {
    return configSchema.parse(parseStrictJson(bytes, { what: 'signing configuration', bytes: 1024 * 1024 }));
  } catch (cause) {
    const fix = 'Give a signing_config.v0.2.json as a sigstore TUF repository holds it.';
    throw new UserError('policy', `the signing configuration ${name} cannot be read`, fix, { cause });
  }
}

/** Services that are in use at `now` and speak one of `versions`: the highest version first, then the newest. */
export function servicesAt(
  list: readonly SigningService[],
  now: Date,
  versions: readonly number[],
): readonly SigningService[] {
  return list
    .filter(({ majorApiVersion, validFor: { start, end } }) => {
      const inTime = start <= now && (end === undefined || now <= end);
      return inTime && versions.includes(majorApiVersion);
    })
    .sort(
      (one, other) =>
        other.majorApiVersion - one.majorApiVersion ||
        other.validFor.start.getTime() - one.validFor.start.getTime(),
    );
}
