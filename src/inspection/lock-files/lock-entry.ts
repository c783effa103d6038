// What a lock file says on one of its lines: this version of this package.

export interface LockEntry {
  /** purl type. */
  readonly type: 'npm' | 'pypi' | 'golang';
  /** As the ecosystem compares names: `@scope/name`, PEP 503's spelling, a module's path. */
  readonly name: string;
  readonly version: string;
  /** From 1. */
  readonly line: number;
}

/** Reads what it understands and passes over the rest: a line is a help, not a judgement. */
export type ReadLock = (lines: readonly string[]) => readonly LockEntry[];

/** PEP 503, «Normalized Names». */
export function pythonName(name: string): string {
  return name.replaceAll(/[-_.]+/g, '-').toLowerCase();
}
