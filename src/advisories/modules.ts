// Modular rpms: several streams of one package in one release, each fixed by its own errata.
import { parsePurl } from '../packages/purl.ts';
import type { Package } from '../terms/package.ts';
import type { Advisory, Affected } from './record.ts';

/** A modular rpm is fixed by its own stream's errata only, and a plain one by plain errata. */
export function isSameStream(pkg: Package, advisory: Advisory, entry: Affected): boolean {
  if (pkg.type !== 'rpm') return true;
  const fixes = entry.ranges.flat().filter((event) => event.kind === 'fixed');
  if (fixes.length === 0) return true;
  if (fixes.some((event) => isModular(event.version)) !== isModular(pkg.version)) return false;
  const stated = streamsOf(advisory);
  const own = streamOf(pkg);
  return own === undefined || stated.length === 0 || stated.includes(own);
}

/** AlmaLinux builds `….module_el8…`, Red Hat and Rocky `….module+el8…`. */
function isModular(version: string): boolean {
  return /\.module[_+]/.test(version);
}

/** `name:stream` as an erratum's summary states it: `Important: nodejs:18 security update`. */
function streamsOf(advisory: Advisory): readonly string[] {
  const text = advisory.summary?.replace(/^\w+:\s+/, '') ?? '';
  return Array.from(text.matchAll(/(?<![\w:])([\w-]+:[\w.-]+)(?=[\s,]|$)/g), ([, stream = '']) => stream);
}

/** Qualifier `rpmmod` is rpm's modularity label, `name:stream:version:context`. */
function streamOf(pkg: Package): string | undefined {
  const parsed = parsePurl(pkg.purl);
  const label = parsed.kind === 'invalid' ? undefined : new Map(parsed.purl.qualifiers).get('rpmmod');
  const [name, stream] = label?.split(':') ?? [];
  return name === undefined || stream === undefined ? undefined : `${name}:${stream}`;
}
