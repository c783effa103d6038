// A JSON Schema as rows of a table: field, allowed values, meaning.

export interface FieldRow {
  /** Dotted; `[]` stands for each item of a list, `<key>` for a free key. */
  readonly field: string;
  readonly values: string;
  readonly meaning: string;
}

/** Rows in the order of the schema; required fields say so. */
export function fieldRows(schema: unknown, field = '', required = true): readonly FieldRow[] {
  const one = record(schema);
  if (one === undefined) return [];
  const own: FieldRow[] =
    field === '' || one.description === undefined
      ? []
      : [{ field, values: valuesOf(one, required), meaning: String(one.description) }];
  const needed = Array.isArray(one.required) ? one.required : [];
  const inner = Object.entries(record(one.properties) ?? {}).flatMap(([name, child]) =>
    fieldRows(child, field === '' ? name : `${field}.${name}`, needed.includes(name)),
  );
  const items = fieldRows(one.items, `${field}[]`, false);
  const free = fieldRows(one.additionalProperties, `${field}.<key>`);
  return [...own, ...inner, ...items, ...free];
}

function valuesOf(schema: Readonly<Record<string, unknown>>, required: boolean): string {
  const kind = describe(schema);
  return required ? `${kind}, required` : kind;
}

function describe(schema: Readonly<Record<string, unknown>>): string {
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.type === 'array') return 'list';
  return schema.type === 'object' ? 'mapping' : String(schema.type ?? 'any');
}

function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}
