// What Seaworthy finds in an image: one line for a vulnerability of a package.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { advisoryData } from '../e2e/debian-oracle.ts';
import { run } from '../tools/tool.ts';

const report = z.object({
  findings: z.array(
    z.object({
      rule: z.string(),
      subject: z.string(),
      details: z.object({ ids: z.array(z.string()).default([]) }),
    }),
  ),
});

/** By the type of a package URL. */
const ecosystems: ReadonlyMap<string, string> = new Map([
  ['deb', 'Debian'],
  ['npm', 'npm'],
  ['pypi', 'PyPI'],
  ['golang', 'Go'],
]);

export interface OurLine {
  readonly ecosystem: string;
  /** As advisories of the ecosystem write it. */
  readonly name: string;
  readonly id: string;
  readonly ids: ReadonlySet<string>;
}

/** `asOf`: `YYYY-MM-DD`; records published later are hidden. */
export function ourLines(image: string, asOf: string, folder: string): readonly OurLine[] {
  const output = join(folder, 'ours.json');
  const options = ['--format', 'json', '--as-of', asOf, '--advisories', advisoryData, '--output', output];
  run(process.execPath, ['src/cli/main.ts', 'scan', image, ...options]);
  return report.parse(JSON.parse(readFileSync(output, 'utf8'))).findings.flatMap((finding) => {
    const [, type = '', path = ''] = /^pkg:([a-z]+)\/([^@?#]+)/.exec(finding.subject) ?? [];
    const ecosystem = ecosystems.get(type);
    if (ecosystem === undefined || finding.details.ids.length === 0) return [];
    const name = decodeURIComponent(type === 'deb' ? path.replace(/^debian\//, '') : path);
    return [{ ecosystem, name, id: finding.rule, ids: new Set([finding.rule, ...finding.details.ids]) }];
  });
}
