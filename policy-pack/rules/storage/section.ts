// `stack.storage` of the policy file.
import { z } from 'zod';
import { accessModes } from '../../data/access-modes.ts';

export const storageShape = z
  .strictObject({
    accessModes: z
      .record(z.string().min(1), z.array(z.enum(accessModes)).min(1))
      .default({})
      .describe('Storage class → access modes that claims of it may ask for; `*` for every other class.'),
    hostPath: z.enum(['deny', 'allow']).default('deny').describe('Whether volumes may be paths of a host.'),
    encryption: z
      .enum(['require', 'off'])
      .default('require')
      .describe('Whether volumes must be encrypted at rest.'),
    inTransit: z
      .enum(['require', 'off'])
      .default('require')
      .describe('Whether shares must be mounted encrypted.'),
  })
  .describe('How storage may be used.');

export type StorageSection = z.infer<typeof storageShape>;
