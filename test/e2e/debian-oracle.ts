// What dpkg itself says of a Debian root file system: its packages, and the advisories of a dump that affect it.
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { run } from '../tools/tool.ts';
import type { DebianImage } from './debian-image.ts';

export const advisoryData = resolve(process.env.SEAWORTHY_ADVISORIES ?? '../shared/advisories');

const columns = ['Package', 'Version', 'Architecture', 'source:Package', 'source:Version'];

/** `name version architecture source source-version`, sorted. */
export function dpkgPackages({ rootfs }: DebianImage): readonly string[] {
  const format = `${columns.map((column) => `\${${column}}`).join(' ')}\n`;
  return lines(run('dpkg-query', ['--admindir', join(rootfs, 'var/lib/dpkg'), '-W', '-f', format])).sort();
}

/** `CVE source installed fixed` with tabs, sorted: made by oracle/debian.py, which shares no code with src. */
export function dpkgFindings({ rootfs }: DebianImage): readonly string[] {
  const script = join(import.meta.dirname, 'oracle/debian.py');
  const dump = join(advisoryData, 'Debian/all.zip');
  return lines(run('python3', [script, dump, join(rootfs, 'var/lib/dpkg'), '12'])).sort();
}

const result = z.object({
  verdict: z.object({ merge: z.string(), certificate: z.string() }).optional(),
  grade: z.object({ letter: z.string().optional() }).optional(),
  images: z.array(
    z.object({
      digest: z.string(),
      packages: z.array(
        z.object({
          type: z.string(),
          name: z.string(),
          version: z.string(),
          architecture: z.string().optional(),
          source: z.object({ name: z.string(), version: z.string() }).optional(),
        }),
      ),
    }),
  ),
  findings: z.array(
    z.object({
      rule: z.string(),
      subject: z.string(),
      details: z.object({ kind: z.string(), installed: z.string().optional(), fixed: z.string().optional() }),
    }),
  ),
  snapshot: z.object({ source: z.string() }),
});

export type ReadResult = z.infer<typeof result>;

/** What `--format json` printed. */
export function readResult(text: string): ReadResult {
  return result.parse(JSON.parse(text));
}

/** The packages of a type in the form of `dpkgPackages`. */
export function packageLines(read: ReadResult, type = 'deb'): readonly string[] {
  return read.images
    .flatMap((image) => image.packages)
    .filter((one) => one.type === type)
    .map((one) => [one.name, one.version, one.architecture, one.source?.name, one.source?.version].join(' '))
    .sort();
}

/** The findings in the form of `dpkgFindings`. */
export function findingLines(read: ReadResult, prefix = 'pkg:deb/debian/'): readonly string[] {
  return read.findings
    .filter((one) => one.details.kind === 'vulnerability' && one.subject.startsWith(prefix))
    .map(({ rule, subject, details }) =>
      [rule, decodeURIComponent(subject.slice(prefix.length)), details.installed, details.fixed].join('\t'),
    )
    .sort();
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
