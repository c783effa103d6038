// Licences in package.json: an expression, or the older objects and lists (docs.npmjs.com, package.json §license).

const most = 20;
const longest = 200;

/** Texts as written, at most twenty of them; nothing for what is no licence field. */
export function npmLicenses(field: unknown): string[] {
  const list: unknown[] = Array.isArray(field) ? field.slice(0, most) : [field];
  return list.map(nameOf).filter((name) => name !== '' && name.length <= longest);
}

function nameOf(item: unknown): string {
  if (typeof item === 'string') return item.trim();
  if (typeof item !== 'object' || item === null || !('type' in item)) return '';
  return typeof item.type === 'string' ? item.type.trim() : '';
}
