// Package URLs of what an operating system's package manager installed.
import type { OperatingSystem } from '../terms/package.ts';
import { purlDistro, purlNamespace, type SystemPackageType } from './distributions.ts';
import { type FormattedPurl, formatPurl } from './purl.ts';

/** Parts of a system package's purl; empty texts are left out. */
export interface SystemPackageName {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  readonly epoch?: string;
  /** What it was built from, where the type has a qualifier for it. */
  readonly upstream?: string;
  /** Modularity label of an rpm; `rpmmod` is how Red Hat's package URLs name it. */
  readonly module?: string;
}

/** Canonical purl with `arch` and `distro`; without a known distribution neither namespace nor `distro`. */
export function systemPurl(
  type: SystemPackageType,
  parts: SystemPackageName,
  os: OperatingSystem | undefined,
): FormattedPurl {
  return formatPurl({
    type,
    namespace: os && purlNamespace(os),
    name: parts.name,
    version: parts.version,
    qualifiers: [
      ['arch', parts.architecture],
      ['distro', os && purlDistro(os)],
      ['epoch', parts.epoch],
      ['rpmmod', parts.module],
      ['upstream', parts.upstream],
    ],
  });
}
