// Reads OpenVEX 0.2.0 documents (openvex/spec): what an author says of vulnerabilities in products.
import { z } from 'zod';
import { parseStrictJson } from '../../oci/strict-json.ts';
import { UserError } from '../../terms/errors.ts';
import { ContentError } from '../../terms/refusal.ts';

const name = z.string().min(1).max(2000);
const component = z.object({
  '@id': name.optional(),
  identifiers: z.record(z.string(), z.string()).optional(),
  hashes: z.record(z.string(), z.string()).optional(),
});
const instant = z.iso.datetime({ offset: true });

const statement = z
  .object({
    vulnerability: z.object({ name, aliases: z.array(name).optional() }),
    products: z.array(component.extend({ subcomponents: z.array(component).optional() })).optional(),
    status: z.enum(['not_affected', 'affected', 'fixed', 'under_investigation']),
    justification: z.string().max(200).optional(),
    impact_statement: z.string().max(5000).optional(),
    timestamp: instant.optional(),
    last_updated: instant.optional(),
  })
  .refine(
    (one) =>
      one.status !== 'not_affected' || one.justification !== undefined || one.impact_statement !== undefined,
    {
      message: 'not_affected needs a justification or an impact_statement',
    },
  );

const document = z.object({
  '@context': z.string().regex(/^https:\/\/openvex\.dev\/ns(?:\/v0\.2\.0)?$/),
  author: name,
  timestamp: instant,
  last_updated: instant.optional(),
  statements: z.array(statement).max(50_000),
});

export type VexComponent = z.infer<typeof component>;

export interface VexStatement extends z.infer<typeof statement> {
  readonly author: string;
  /** ISO 8601: when it was last said. */
  readonly said: string;
}

const ceiling = 16 * 1024 * 1024;

/** Errors: `UserError` usage for what is no OpenVEX. */
export function readOpenVex(text: string, file: string): readonly VexStatement[] {
  const wrong = (why: string, cause: unknown): UserError =>
    new UserError('usage', `${file} is no OpenVEX: ${why}`, 'Give an OpenVEX 0.2.0 document.', {
      at: { file },
      cause,
    });
  let value: unknown;
  try {
    value = parseStrictJson(new TextEncoder().encode(text), { what: 'document', bytes: ceiling });
  } catch (error) {
    if (error instanceof ContentError) throw wrong(error.message, error);
    throw error;
  }
  const parsed = document.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw wrong(`${issue?.path.join('.')}: ${issue?.message}`, parsed.error);
  }
  const { author, timestamp, last_updated, statements } = parsed.data;
  return statements.map((one) => ({
    ...one,
    author,
    said: new Date(one.last_updated ?? one.timestamp ?? last_updated ?? timestamp).toISOString(),
  }));
}
