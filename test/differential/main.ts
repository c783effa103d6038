// Compares findings with OSV-Scanner's on the same image and data, on demand, and writes docs/differential.md.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { debianImage } from '../e2e/debian-image.ts';
import { advisoryData } from '../e2e/debian-oracle.ts';
import { osvScanner } from '../tools/osv-scanner.ts';
import { run, toolPath } from '../tools/tool.ts';

const asOf = '2026-11-25';

const vulnerability = z.object({ id: z.string(), published: z.string().optional() });
const theirReport = z.object({
  results: z.array(
    z.object({
      packages: z.array(
        z.object({
          package: z.object({ name: z.string() }),
          vulnerabilities: z.array(vulnerability).default([]),
        }),
      ),
    }),
  ),
});
const ourReport = z.object({ findings: z.array(z.object({ rule: z.string(), subject: z.string() })) });

/** `CVE source`. */
const key = (id: string, source: string): string => `${id.replace(/^DEBIAN-/, '')} ${source}`;

function theirs(archive: string, folder: string) {
  symlinkSync(advisoryData, join(folder, 'osv-scalibr'));
  const args = ['scan', 'image', '--archive', archive, '--offline', '--format', 'json'];
  const env = { ...process.env, OSV_SCALIBR_LOCAL_DB_CACHE_DIRECTORY: folder };
  const done = spawnSync(toolPath(osvScanner), args, { env, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (done.status !== 0 && done.status !== 1) throw new Error(`osv-scanner: ${done.stderr}`);
  const found = new Map<string, { published: string; binaries: number }>();
  for (const { packages } of theirReport.parse(JSON.parse(done.stdout)).results) {
    for (const { package: one, vulnerabilities } of packages) {
      for (const { id, published = '' } of vulnerabilities) {
        const known = found.get(key(id, one.name));
        found.set(key(id, one.name), { published, binaries: (known?.binaries ?? 0) + 1 });
      }
    }
  }
  return found;
}

function ours(image: string, folder: string): ReadonlySet<string> {
  const output = join(folder, 'ours.json');
  const options = ['--format', 'json', '--as-of', asOf, '--advisories', advisoryData, '--output', output];
  run(process.execPath, ['src/cli/main.ts', 'scan', image, ...options]);
  const { findings } = ourReport.parse(JSON.parse(readFileSync(output, 'utf8')));
  const prefix = 'pkg:deb/debian/';
  const system = findings.filter(({ subject }) => subject.startsWith(prefix));
  return new Set(
    system.map(({ rule, subject }) => key(rule, decodeURIComponent(subject.slice(prefix.length)))),
  );
}

if (!existsSync(toolPath(osvScanner)))
  throw new Error('node test/tools/main.ts osv-scanner makes what is missing');
const folder = mkdtempSync(join(tmpdir(), 'seaworthy-differential-'));
try {
  const { layout } = debianImage('main');
  const archive = join(folder, 'image.tar');
  run('skopeo', [
    'copy',
    '-q',
    '--insecure-policy',
    `oci:${layout}:latest`,
    `docker-archive:${archive}:a/b:1`,
  ]);
  const [mine, other] = [ours(`docker-archive:${archive}`, folder), theirs(archive, folder)];
  const rows = [...new Set([...mine, ...other.keys()])].sort().flatMap((pair) => {
    const found = other.get(pair);
    if (mine.has(pair) && found !== undefined) return [];
    const isLater = found !== undefined && found.published.slice(0, 10) > asOf;
    const reason = isLater ? `published after ${asOf}` : 'not explained';
    return [`| ${pair.replace(' ', ' | ')} | ${found === undefined ? 'ours' : 'theirs'} | ${reason} |`];
  });
  const lines = [...other.values()].reduce((sum, { binaries }) => sum + binaries, 0);
  const both = [...mine].filter((pair) => other.has(pair)).length;
  const table =
    rows.length === 0
      ? ['No difference.']
      : ['| id | source package | only in | why |', '|---|---|---|---|', ...rows];
  const text = [
    '# Findings beside OSV-Scanner',
    '',
    `Written by \`node test/differential/main.ts\`: the Debian 12 image of the end-to-end tests, the same offline data, OSV-Scanner ${osvScanner.version}, as of ${asOf}.`,
    '',
    `Ours: ${mine.size}. OSV-Scanner: ${other.size}, in ${lines} lines, one a binary package: we count one finding a source package. In both: ${both}.`,
    '',
    ...table,
    '',
  ].join('\n');
  writeFileSync('docs/differential.md', text);
  console.log(`differential: ours ${mine.size}, theirs ${other.size}, differences ${rows.length}`);
} finally {
  rmSync(folder, { recursive: true });
}
