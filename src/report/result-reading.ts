// The reading edge of the result JSON: text from a file, perhaps from a fork's run, becomes a checked value.
import { parseStrictJson } from '../oci/strict-json.ts';
import { UserError } from '../terms/errors.ts';
import { ContentError } from '../terms/refusal.ts';
import type { Result } from '../terms/verdict.ts';
import { resultSchema } from './schema/result.ts';

/** More than the inventory of a thousand large images. */
const byteCeiling = 256 * 1024 * 1024;

/**
 * Parses a result that `renderJson` wrote. Throws UserError `usage` naming the field for text that is not strict
 * JSON, has another schema version, misses or adds a field, or contradicts itself.
 */
export function parseResult(text: string, file = 'result'): Result {
  const value = readJson(text, file);
  const version =
    typeof value === 'object' && value !== null && 'schemaVersion' in value ? value.schemaVersion : undefined;
  if (version !== 1) {
    throw wrong(file, 'schemaVersion', `schemaVersion is ${JSON.stringify(version)}, this build reads 1`);
  }
  const parsed = resultSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw wrong(file, issue?.path.join('.') ?? '', issue?.message ?? 'it has another shape', parsed.error);
  }
  const contradiction = findContradiction(parsed.data);
  if (contradiction !== undefined) throw wrong(file, 'verdict', contradiction);
  return parsed.data;
}

/**
 * Where a result says two things at once. A verdict file crosses from an untrusted run to a trusted one, so a
 * pass beside a finding that blocks, or beside content that was refused, must not get through.
 */
export function findContradiction(result: Result): string | undefined {
  const { verdict, findings, images } = result;
  if (verdict === undefined) return undefined;
  const merge = findings.find((finding) => finding.blocksMerge);
  if (verdict.merge === 'pass' && merge !== undefined) return `merge passes although ${merge.rule} blocks it`;
  const block = findings.find((finding) => finding.treatment === 'block');
  if (verdict.certificate === 'pass' && block !== undefined) {
    return `the certificate passes although ${block.rule} blocks it`;
  }
  const refused = images.find((image) => image.refusals.length > 0);
  if (refused !== undefined && (verdict.certificate === 'pass' || verdict.merge === 'pass')) {
    return `it passes although part of ${refused.reference} was refused`;
  }
  const passes = verdict.merge === 'pass' && verdict.certificate === 'pass';
  if (!passes && verdict.reasons.length === 0) return 'it does not pass and gives no reason';
  if (passes && verdict.reasons.length > 0) return 'it passes and gives reasons why not';
  return undefined;
}

function readJson(text: string, file: string): unknown {
  try {
    return parseStrictJson(new TextEncoder().encode(text), { what: 'result', bytes: byteCeiling });
  } catch (error) {
    if (error instanceof ContentError) throw wrong(file, '', error.message, error);
    throw error;
  }
}

function wrong(file: string, field: string, why: string, cause?: unknown): UserError {
  const place = field === '' ? '' : ` at ${field}`;
  return new UserError(
    'usage',
    `${file} is not a Seaworthy result${place}: ${why}`,
    'Give a file that this version of Seaworthy wrote with --format json.',
    {
      at: { file, ...(field === '' ? {} : { field }) },
      cause,
    },
  );
}
