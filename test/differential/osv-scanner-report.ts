// What OSV-Scanner finds in an image, offline, on the same data.
import { spawnSync } from 'node:child_process';
import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { advisoryData } from '../e2e/debian-oracle.ts';
import { osvScanner } from '../tools/osv-scanner.ts';
import { toolPath } from '../tools/tool.ts';

const vulnerability = z.object({
  id: z.string(),
  published: z.string().default(''),
  aliases: z.array(z.string()).default([]),
  upstream: z.array(z.string()).default([]),
});
const report = z.object({
  results: z.array(
    z.object({
      packages: z.array(
        z.object({
          package: z.object({ name: z.string(), ecosystem: z.string() }),
          vulnerabilities: z.array(vulnerability).default([]),
        }),
      ),
    }),
  ),
});

/** One line of theirs: a record about a package (of Debian, each binary package by its source's name). */
export interface TheirLine {
  readonly ecosystem: string;
  readonly name: string;
  readonly id: string;
  /** The record's id and every other name that it gives the vulnerability. */
  readonly ids: ReadonlySet<string>;
  /** ISO 8601. */
  readonly published: string;
}

/** `archive`: as `docker save` writes it. */
export function theirLines(archive: string, folder: string): readonly TheirLine[] {
  const data = join(folder, 'osv-scalibr');
  if (!existsSync(data)) symlinkSync(advisoryData, data);
  const args = ['scan', 'image', '--archive', archive, '--offline', '--format', 'json'];
  const env = { ...process.env, OSV_SCALIBR_LOCAL_DB_CACHE_DIRECTORY: folder };
  const done = spawnSync(toolPath(osvScanner), args, { env, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (done.status !== 0 && done.status !== 1) throw new Error(`osv-scanner: ${done.stderr}`);
  return report.parse(JSON.parse(done.stdout)).results.flatMap(({ packages }) =>
    packages.flatMap(({ package: { name, ecosystem }, vulnerabilities }) =>
      vulnerabilities.map(({ id, published, aliases, upstream }) => ({
        ...{ ecosystem: ecosystem.split(':', 1)[0] ?? '', name, id, published },
        ids: new Set([id, ...aliases, ...upstream]),
      })),
    ),
  );
}
