// Sections of the policy file about images that inspections read: who owns layers, where software may come from.
import { z } from 'zod';
import { layerKinds } from './layer-kinds.ts';
import type { Trust } from './origin/trust.ts';
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

const trust = z
  .strictObject({
    registries: z
      .array(text)
      .max(100)
      .optional()
      .describe('registries, with or without a path, that images may come from'),
    origins: z
      .array(text)
      .max(100)
      .optional()
      .describe('hosts of package sources, and vendors of packages, besides the distribution’s own'),
    bases: z
      .array(z.strictObject({ match: text.describe('reference of the base; `*` stands for any text') }))
      .max(100)
      .optional()
      .describe('base images that images may be built upon, as their label says'),
  })
  .describe('Where images and their packages may come from.');

const vex = z
  .strictObject({
    authors: z.array(text).max(100).describe('authors of VEX documents that are believed, word for word'),
  })
  .describe('Whose word on vulnerabilities is taken.');

export const vexSection = { path: 'images.vex', schema: vex } as const;
export const ownersSection = { path: 'images.owners', schema: owners } as const;
export const trustSection = { path: 'images.trust', schema: trust } as const;

export function ownersOfPolicy(sections: ReadonlyMap<string, unknown>): readonly LayerOwner[] {
  const parsed = owners.safeParse(sections.get(ownersSection.path));
  return parsed.success ? parsed.data : [];
}

export function trustOfPolicy(sections: ReadonlyMap<string, unknown>): Trust {
  const parsed = trust.safeParse(sections.get(trustSection.path));
  if (!parsed.success) return { registries: [], origins: [], bases: [] };
  const { registries = [], origins = [], bases = [] } = parsed.data;
  return { registries, origins, bases: bases.map(({ match }) => match) };
}

/** Empty: nobody is believed. */
export function vexAuthorsOfPolicy(sections: ReadonlyMap<string, unknown>): readonly string[] {
  const parsed = vex.safeParse(sections.get(vexSection.path));
  return parsed.success ? parsed.data.authors : [];
}
