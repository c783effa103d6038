// Brings the parts of a package URL into the form of their type, or says why they have none.
import type { ParsedPurl, PurlParts } from './purl-parts.ts';
import { type PurlTypeRules, purlTypeRules } from './purl-types.ts';

const typeShape = /^[a-z][a-z0-9.-]*$/;
const keyShape = /^[a-z][a-z0-9.\-_]*$/;

/** `lenient` reads upper-case qualifier keys for every type; `strict` refuses them where the type does. */
export function conform(parts: PurlParts, keys: 'strict' | 'lenient'): ParsedPurl {
  const type = (parts.type ?? '').toLowerCase();
  if (!typeShape.test(type))
    return invalid(type === '' ? 'has no type' : 'has characters in its type that none may have');
  const rules = purlTypeRules(type);
  const qualifiers = conformQualifiers(
    parts.qualifiers ?? [],
    keys === 'strict' && rules.strictKeys === true,
  );
  if (typeof qualifiers === 'string') return invalid(qualifiers);

  const [rawNamespace, rawName] = place(segments(parts.namespace), parts.name ?? '', rules);
  const lower = rules.lower ?? [];
  const namespace = lower.includes('namespace') ? rawNamespace.toLowerCase() : rawNamespace;
  const name = conformName(rawName, namespace, qualifiers, rules);
  const version = lower.includes('version') ? (parts.version ?? '').toLowerCase() : (parts.version ?? '');
  const subpath = segments(parts.subpath)
    .filter((segment) => segment !== '.' && segment !== '..')
    .join('/');

  const problem = complain({ type, namespace, name, version, qualifiers }, rules);
  if (problem !== undefined) return invalid(problem);
  return {
    kind: 'ok',
    purl: {
      type,
      ...(namespace === '' ? {} : { namespace }),
      name,
      ...(version === '' ? {} : { version }),
      qualifiers,
      ...(subpath === '' ? {} : { subpath }),
    },
  };
}

function segments(path: string | null | undefined): string[] {
  return (path ?? '').split('/').filter((segment) => segment !== '');
}

/** Where the namespace is a host, the rest of the path belongs to the name. */
function place(namespace: string[], name: string, rules: PurlTypeRules): [string, string] {
  if (rules.namespaceIsHost !== true) return [namespace.join('/'), name];
  return [namespace[0] ?? '', [...namespace.slice(1), ...segments(name)].join('/')];
}

function conformName(
  name: string,
  namespace: string,
  qualifiers: ReadonlyMap<string, string>,
  rules: PurlTypeRules,
): string {
  const caseless =
    rules.lower?.includes('name') === true ||
    rules.lowerNameFor?.includes(namespace) === true ||
    rules.lowerNameWithRepository?.test(qualifiers.get('repository_url') ?? '') === true;
  const cased = caseless ? name.toLowerCase() : name;
  return rules.dashes === true ? cased.replace(/[-_.]+/g, '-') : cased;
}

function conformQualifiers(
  pairs: Iterable<readonly [string, string | null | undefined]>,
  strict: boolean,
): Map<string, string> | string {
  const found = new Map<string, string>();
  for (const [rawKey, value] of pairs) {
    const key = rawKey.toLowerCase();
    if (!keyShape.test(key)) return 'has a qualifier key with characters that none may have';
    if (strict && key !== rawKey) return `has the qualifier key ${rawKey}, which must be in lower case`;
    if (found.has(key)) return `has the qualifier ${key} twice`;
    if (value) found.set(key, value);
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

interface Conformed {
  readonly type: string;
  readonly namespace: string;
  readonly name: string;
  readonly version: string;
  readonly qualifiers: ReadonlyMap<string, string>;
}

function complain(parts: Conformed, rules: PurlTypeRules): string | undefined {
  const { type, namespace, name, version, qualifiers } = parts;
  if (name === '') return 'has no name';
  if (rules.namespace === 'required' && namespace === '') return `has no namespace, which ${type} needs`;
  if (rules.namespace === 'prohibited' && namespace !== '') return `has a namespace, which ${type} forbids`;
  if (rules.name?.test(name) === false) return `has a name that no ${type} package can have`;
  if (version !== '' && rules.version?.test(version) === false) {
    return `has a version that no ${type} package can have`;
  }
  const missing = rules.requiredQualifiers?.find((key) => !qualifiers.has(key));
  return missing === undefined ? undefined : `has no qualifier ${missing}, which ${type} needs`;
}

function invalid(reason: string): ParsedPurl {
  return { kind: 'invalid', reason };
}
