// What vendors put into the open parts of an OSV record: triage words and the date of the fix.

type Fields = { readonly [key: string]: unknown };

const triageKeys = [
  'urgency',
  'priority',
  'ubuntu_priority',
  'not_affected_reason',
  'informational',
] as const;

/** `urgency: unimportant` (Debian), `ubuntu_priority: low`, `informational: unmaintained` (RustSec). */
export function triageWords(...places: readonly (Fields | undefined)[]): string[] {
  return places.flatMap((place) =>
    triageKeys.flatMap((key) => {
      const word = place?.[key];
      return typeof word === 'string' && word.length <= 100 ? [`${key}: ${word}`] : [];
    }),
  );
}

/** A record's own word for when its fix came out; the rebuilt Debian data state whence `published` comes. */
export function fixDate(extras: Fields | undefined): string | undefined {
  for (const key of ['fix_released', 'fixed_at', 'fix_date']) {
    const value = extras?.[key];
    if (typeof value === 'string' && !Number.isNaN(Date.parse(value))) return value;
  }
  return undefined;
}
