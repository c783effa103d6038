// A part of the policy file that belongs to a room above; the composition root hands it to the parser.
import type { z } from 'zod';

export interface Section<T = unknown> {
  /** Dotted place in the file, such as `images.sign` or `stack.network`. */
  readonly path: string;
  readonly schema: z.ZodType<T>;
}

/** A rule that the policy may name, with what it does unless the policy says otherwise. */
export interface RuleDeclaration {
  /** `area/name`. */
  readonly id: string;
  readonly otherwise: 'block' | 'warn' | 'off';
}
