// Which format a report has, by its shape; the reader of that format does the rest.
import type { z } from 'zod';
import { parseStrictJson } from '../../oci/strict-json.ts';
import { UserError } from '../../terms/errors.ts';
import { ContentError } from '../../terms/refusal.ts';
import { clairSchema, quaySchema, readClair, readQuay } from './clair.ts';
import { grypeSchema, readGrype } from './grype.ts';
import { readSarif, sarifSchema } from './sarif.ts';
import { reportCeilings, type ToolReport } from './tool-report.ts';
import { readTrivy, trivySchema } from './trivy.ts';
import { readXccdf } from './xccdf.ts';
import { readXml } from './xml.ts';

interface Reader {
  readonly name: string;
  readonly keys: readonly string[];
  read(value: unknown): z.ZodSafeParseResult<readonly ToolReport[]>;
}

function reader<T>(
  name: string,
  keys: readonly string[],
  schema: z.ZodType<T>,
  read: (value: T) => readonly ToolReport[],
): Reader {
  return { name, keys, read: (value) => schema.transform(read).safeParse(value) };
}

const readers: readonly Reader[] = [
  reader('SARIF 2.1.0', ['version', 'runs'], sarifSchema, readSarif),
  reader('Trivy', ['SchemaVersion'], trivySchema, (one) => [readTrivy(one)]),
  reader('Grype', ['matches', 'descriptor'], grypeSchema, (one) => [readGrype(one)]),
  reader('Clair', ['manifest_hash', 'vulnerabilities'], clairSchema, (one) => [readClair(one)]),
  reader('Quay', ['status', 'data'], quaySchema, (one) => [readQuay(one)]),
];

const known = 'SARIF 2.1.0, CycloneDX, Trivy, Grype, Clair, Quay, ARF or XCCDF';

/** Reports of a file, one a tool that ran. Errors: UserError `usage` for what is none of the formats, or too large. */
export function readToolReports(text: string, file: string): readonly ToolReport[] {
  const reports = /^\ufeff?\s*</.test(text) ? readMarkup(text, file) : readJson(text, file);
  const items = reports.reduce((sum, one) => sum + one.items.length, 0);
  if (items > reportCeilings.items)
    throw unreadable(file, `holds ${items} findings; at most ${reportCeilings.items} are read`);
  return reports;
}

function readMarkup(text: string, file: string): readonly ToolReport[] {
  const report = refusing(file, () => readXccdf(readXml(text)));
  if (report === undefined) throw unreadable(file, 'holds no XCCDF results');
  return [report];
}

function readJson(text: string, file: string): readonly ToolReport[] {
  const value = refusing(file, () =>
    parseStrictJson(new TextEncoder().encode(text), { what: 'report', bytes: reportCeilings.bytes }),
  );
  const keys = new Set(typeof value === 'object' && value !== null ? Object.keys(value) : []);
  const found = readers.find((one) => one.keys.every((key) => keys.has(key)));
  if (found === undefined) throw unreadable(file, 'has the shape of no format that is known');
  const read = found.read(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw unreadable(
    file,
    `is no ${found.name} report: ${issue?.path.join('.')}: ${issue?.message}`,
    read.error,
  );
}

function refusing<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ContentError) throw unreadable(file, `cannot be read: ${error.message}`, error);
    throw error;
  }
}

function unreadable(file: string, why: string, cause?: unknown): UserError {
  return new UserError('usage', `${file}: the report ${why}`, `Give ${known}.`, { at: { file }, cause });
}
