// The limited patterns by which a waiver names its subject.
import { isLike } from '../terms/wildcard.ts';

/** Whether a subject is bound by the pattern; `*` stands for any text without `/`, `@` after names is cut off. */
export function matchesSubject(pattern: string, subject: string): boolean {
  return segmentsMatch(pattern, subject) || segmentsMatch(pattern, withoutVersion(subject));
}

/** Why a pattern cannot be accepted, or undefined. */
export function patternProblem(pattern: string): string | undefined {
  if (pattern.includes('**')) return '`**` is no pattern of a waiver';
  if (pattern.startsWith('pkg:')) {
    const name = pattern.split('/').at(-1) ?? '';
    if (!pattern.includes('/') || name === '') return 'a package URL has a type and a name';
    if (/^pkg:[^/]*\*/.test(pattern)) return 'the type of a package URL must be written out';
    if (name.replaceAll('*', '') === '') return 'it matches every package';
    if (withoutVersion(pattern) !== pattern) return 'it names a version; a waiver holds for every version';
    return undefined;
  }
  if (pattern.startsWith('urn:')) {
    const name = pattern.split('::').at(-1) ?? '';
    if (!pattern.includes('::')) return 'a URN has a type and a name after `::`';
    return bare(name) === '' ? 'it matches everything of a type' : undefined;
  }
  const place = pattern.replace(/^(?:oci|oci-archive|docker-archive|docker-daemon):/, '');
  if (bare(place) === '') return 'it matches everything';
  if (/^[^/]+\/\*$/.test(pattern) && /[.:]|^localhost/.test(pattern))
    return 'it matches everything in a registry';
  return undefined;
}

/** A package URL without version, qualifiers and subpath; an image reference without tag and digest. */
export function withoutVersion(subject: string): string {
  if (subject.startsWith('urn:')) return subject;
  if (subject.startsWith('pkg:')) {
    const bare = subject.split(/[?#]/, 1)[0] ?? subject;
    const at = bare.lastIndexOf('@');
    return at > bare.lastIndexOf('/') + 1 ? bare.slice(0, at) : bare;
  }
  const bare = subject.split('@', 1)[0] ?? subject;
  const colon = bare.lastIndexOf(':');
  return colon > bare.lastIndexOf('/') &&
    !/^(?:oci|oci-archive|docker-archive|docker-daemon)$/.test(bare.slice(0, colon))
    ? bare.slice(0, colon)
    : bare;
}

/** What is left of a pattern without stars and separators. */
function bare(pattern: string): string {
  return pattern.replace(/[*/:.@-]/g, '');
}

function segmentsMatch(pattern: string, subject: string): boolean {
  const parts = pattern.split('/');
  const segments = subject.split('/');
  return (
    parts.length === segments.length && parts.every((part, index) => isLike(part, segments[index] ?? ''))
  );
}
