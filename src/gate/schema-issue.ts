// Turns what the schema says is wrong into a sentence and a fix for whoever wrote the file.
import { z } from 'zod';
import { laterKeys } from './later-keys.ts';
import type { Section } from './section.ts';
import { wholeSchema } from './sections.ts';
import { closest } from './spelling.ts';
import type { Path } from './yaml-tree.ts';

export interface DescribedIssue {
  readonly path: Path;
  /** Whether the mistake is the key itself or its value. */
  readonly what: 'key' | 'value';
  readonly message: string;
  readonly fix: string;
}

/** One issue; `prefix` is the place of the section that it was found in, `written` tells what the file has. */
export function describeIssue(
  issue: z.core.$ZodIssue,
  sections: readonly Section[],
  prefix: Path,
  written: (path: Path) => boolean,
): DescribedIssue {
  const path = [...prefix, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))];
  if (issue.code === 'unrecognized_keys') return unknownKey(path, issue.keys[0] ?? '', sections);
  const field = fieldAt(path, sections);
  const help = typeof field?.description === 'string' ? field.description : 'See docs/policy.md.';
  if (!written(path)) {
    return { path, what: 'value', message: 'is missing', fix: `Add it: ${help}` };
  }
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String);
    return {
      path,
      what: 'value',
      message: 'has a value that this version does not know',
      fix: values.length === 1 ? `Write ${values[0]}.` : `Write one of ${values.join(', ')}.`,
    };
  }
  if (issue.code === 'invalid_key') {
    const [inner] = issue.issues;
    return { path, what: 'key', message: inner?.message ?? 'is no valid key', fix: help };
  }
  return { path, what: 'value', message: plainMessage(issue), fix: `Correct it: ${help}` };
}

const shapes: ReadonlyMap<string, string> = new Map([
  ['object', 'a mapping'],
  ['record', 'a mapping'],
  ['array', 'a list'],
  ['string', 'a text'],
  ['number', 'a number'],
  ['boolean', 'true or false'],
]);

/** What the schema says in its own terms, in those of whoever writes YAML. */
function plainMessage(issue: z.core.$ZodIssue): string {
  if (issue.code === 'too_small' && issue.origin === 'string' && issue.minimum === 1) return 'is empty';
  const expected = issue.code === 'invalid_type' ? shapes.get(issue.expected) : undefined;
  if (expected === undefined) return lowerFirst(issue.message);
  const received = /received (\w+)$/.exec(issue.message)?.[1] ?? '';
  if (received === 'null') return `is empty, and ${expected} belongs here`;
  return `is ${shapes.get(received) ?? 'something else'}, and ${expected} belongs here`;
}

function unknownKey(parent: Path, key: string, sections: readonly Section[]): DescribedIssue {
  const path = [...parent, key];
  const place = path.filter((step) => typeof step === 'string').join('.');
  const later = laterKeys.get(place);
  if (later !== undefined) {
    return {
      path,
      what: 'key',
      message: `this version cannot do it yet (${later})`,
      fix: 'Remove it until a version that can is out; accepting it now would promise what is not done.',
    };
  }
  const names = Object.keys(record(fieldAt(parent, sections)?.properties) ?? {});
  const near = closest(key, names);
  const fix =
    near === undefined ? `Remove it. Known here: ${names.sort().join(', ')}.` : `Did you mean \`${near}\`?`;
  return { path, what: 'key', message: 'is no key of this version', fix };
}

/** What is read of a JSON Schema here. */
interface FieldSchema {
  readonly description?: unknown;
  readonly properties?: unknown;
  readonly items?: unknown;
  readonly additionalProperties?: unknown;
}

/** The JSON Schema of one field. */
function fieldAt(path: Path, sections: readonly Section[]): FieldSchema | undefined {
  let schema: FieldSchema | undefined = z.toJSONSchema(wholeSchema(sections), { io: 'input' });
  for (const step of path) {
    if (schema === undefined) return undefined;
    const properties = record(schema.properties);
    schema = record(
      typeof step === 'number' ? schema.items : (properties?.[step] ?? schema.additionalProperties),
    );
  }
  return schema;
}

function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null ? { ...value } : undefined;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
