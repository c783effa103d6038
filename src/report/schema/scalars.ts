// The small shapes that the result JSON is made of.
import { z } from 'zod';

/** A content digest, as OCI writes it. */
export const digest = z.union([
  z.templateLiteral(['sha256:', z.string().regex(/^[0-9a-f]{64}$/)]),
  z.templateLiteral(['sha512:', z.string().regex(/^[0-9a-f]{128}$/)]),
]);

/** A number of things, or a position among them. */
export const count = z.number().int().min(0);

/** An ISO 8601 date or instant. */
export const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?$/);

/** A calendar day, UTC. */
export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

export const strings = z.array(z.string());
