// Which release line a version is of, and until when that had support.
import type { RuntimeSupport } from './runtime-support.ts';

export interface LineEnd {
  /** `YYYY-MM-DD`. */
  readonly last: string;
  /** The line itself is not listed: it did not outlive the next newer one, whose day this is. */
  readonly isBound: boolean;
}

/** Undefined for a version that is newer than every line, or none. */
export function endOfLine(version: string, cycles: RuntimeSupport['cycles']): LineEnd | undefined {
  const own = cycles.find(
    ([line]) => version.startsWith(line) && /^(?:[.+u]|$)/.test(version.slice(line.length)),
  );
  if (own !== undefined) return { last: own[1], isBound: false };
  const newer = cycles.find(([line]) => isOlder(version, line));
  return newer === undefined ? undefined : { last: newer[1], isBound: true };
}

function isOlder(version: string, line: string): boolean {
  const [major = Number.NaN, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  const [lineMajor = 0, lineMinor = 0] = line.split('.').map(Number);
  return major < lineMajor || (major === lineMajor && minor < lineMinor);
}
