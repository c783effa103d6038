// Sections of the policy file about images that inspections read: who owns layers, where software may come from.
import { z } from 'zod';
import { durationShape, hoursOfDuration } from '../terms/duration.ts';
import { badDigestShape } from './integrity/known-bad.ts';
import { layerKinds } from './layer-kind.ts';
import { type Trust, trustAll } from './origin/trust.ts';
import type { LayerOwner } from './team-owners.ts';

const text = z.string().min(1).max(500);

const owners = z
  .array(
    z.strictObject({
      layers: z.enum([...layerKinds, 'configuration']).describe('part of the image'),
      team: text.describe('team that its findings go to, such as @acme/platform'),
    }),
  )
  .max(20)
  .describe('Teams that own parts of the image.');

const hostsAndVendors = z.array(text).max(100).optional();

/** A letter or digit before the first dot: who means every library writes `origin/unnamed-library: off`. */
const ownLibrary = /^[^/.A-Za-z0-9]*[A-Za-z0-9][^/]*$/;

/** `signer`: who may sign, as the evidence room reads it. */
function trustSchema(signer: z.ZodType) {
  return z
    .strictObject({
      registries: z
        .array(text)
        .max(100)
        .optional()
        .describe('registries, with or without a path, that images and their bases may come from'),
      origins: hostsAndVendors.describe(
        'hosts of package sources, and vendors of packages, besides the distribution’s own and the public registries',
      ),
      keys: z
        .array(
          z
            .string()
            .max(100)
            .regex(/^(?:0x)?(?:[0-9A-Fa-f]\s?){16,64}$/, 'a fingerprint, or a key id of 16 hex digits'),
        )
        .max(100)
        .optional()
        .describe('fingerprints of keys that package managers may trust and packages be signed by'),
      ownLibraries: z
        .array(
          z
            .string()
            .max(200)
            .regex(ownLibrary, 'a file name such as shop-*.jar, without a folder and not of every library'),
        )
        .max(100)
        .optional()
        .describe(
          'file names of the team’s own Java libraries, of which no publisher is known; `*` stands for any text',
        ),
      bases: z
        .array(
          z.strictObject({
            match: text.describe('reference of the base; `*` stands for any text'),
            digest: z
              .literal('required')
              .optional()
              .describe('`required`: the image must begin with the very layers of the base'),
            maxAge: z
              .string()
              .regex(durationShape, 'a span such as 30d')
              .optional()
              .describe('oldest build of the base that is allowed, such as 30d'),
            signedBy: z
              .union([signer, z.array(signer).min(1)])
              .optional()
              .describe('who may sign the base'),
          }),
        )
        .max(100)
        .optional()
        .describe('base images that images may be built upon, and what is asked of each'),
      trustedRoot: text
        .optional()
        .describe(
          'path of a trusted_root.json, or `tuf`, for certificates of `signedBy`; default the shipped one',
        ),
    })
    .describe('Where images, their bases and their packages may come from.');
}

const trustPath = 'images.trust';
const readTrust = trustSchema(z.unknown());

const vex = z
  .strictObject({
    authors: z.array(text).max(100).describe('authors of VEX documents that are believed, word for word'),
  })
  .describe('Whose word on vulnerabilities is taken.');

const knownBad = z
  .array(z.string().regex(badDigestShape, 'an MD5, SHA-1, SHA-256 or SHA-512 in hexadecimal'))
  .max(10_000)
  .describe('Digests of files that no layer of an image may have.');

const fixPlan = z
  .strictObject({
    newerBase: z
      .enum(['read', 'off'])
      .optional()
      .describe(
        '`read` (as if absent): where findings of the base stand in the way and its tag leads to a newer image, that is read to tell what it buys',
      ),
  })
  .describe('What the fix plan looks into.');

export const fixPlanSection = { path: 'images.fixPlan', schema: fixPlan } as const;
export const knownBadSection = { path: 'images.knownBad', schema: knownBad } as const;
export const vexSection = { path: 'images.vex', schema: vex } as const;
export const ownersSection = { path: 'images.owners', schema: owners } as const;
/** `signer`: the schema of `signedBy`, which the evidence room owns. */
export function trustSection(signer: z.ZodType): { readonly path: string; readonly schema: z.ZodType } {
  return { path: trustPath, schema: trustSchema(signer) };
}

export function ownersOfPolicy(sections: ReadonlyMap<string, unknown>): readonly LayerOwner[] {
  const parsed = owners.safeParse(sections.get(ownersSection.path));
  return parsed.success ? parsed.data : [];
}

export function trustOfPolicy(sections: ReadonlyMap<string, unknown>): Trust {
  const parsed = readTrust.safeParse(sections.get(trustPath));
  if (!parsed.success) return trustAll;
  const { registries = [], origins = [], keys = [], ownLibraries = [], bases = [] } = parsed.data;
  return {
    registries,
    origins,
    ownLibraries,
    keys: keys.map((key) => key.replace(/^0x|\s/g, '').toUpperCase()),
    bases: bases.map(({ match, digest, maxAge, signedBy }) => ({
      match,
      proven: digest === 'required',
      signed: signedBy !== undefined,
      ...(maxAge === undefined ? {} : { maxAge: hoursOfDuration(maxAge) / 24 }),
    })),
  };
}

export function looksIntoNewerBases(sections: ReadonlyMap<string, unknown>): boolean {
  return fixPlan.safeParse(sections.get(fixPlanSection.path)).data?.newerBase !== 'off';
}

export function badDigestsOfPolicy(sections: ReadonlyMap<string, unknown>): readonly string[] {
  const parsed = knownBad.safeParse(sections.get(knownBadSection.path));
  return parsed.success ? parsed.data : [];
}

/** Empty: nobody is believed. */
export function vexAuthorsOfPolicy(sections: ReadonlyMap<string, unknown>): readonly string[] {
  const parsed = vex.safeParse(sections.get(vexSection.path));
  return parsed.success ? parsed.data.authors : [];
}
