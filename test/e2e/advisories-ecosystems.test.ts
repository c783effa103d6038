// On real advisories of every ecosystem at hand, matching finds what orders that are not ours find around each fix.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { openDump } from '../../src/advisories/dump-source.ts';
import { matchPackages } from '../../src/advisories/match.ts';
import type { OperatingSystem, Package } from '../../src/terms/package.ts';
import { run } from '../tools/tool.ts';

const data = resolve(process.env.SEAWORTHY_ADVISORIES ?? '../shared/advisories');
const answer = z.object({
  packages: z.array(
    z.object({
      name: z.string(),
      version: z.string(),
      module: z.string().optional(),
      ids: z.array(z.string()),
    }),
  ),
  records: z.number(),
  skipped: z.number(),
});
type Chosen = z.infer<typeof answer>['packages'][number];

/** As the readers of packages write them: Go's modules with a `v`, rpms of a module with its label. */
function installed(type: string, { name, version, module }: Chosen): Package {
  const shown = type === 'golang' && name !== 'stdlib' && name !== 'toolchain' ? `v${version}` : version;
  const label = module === undefined ? '' : `?rpmmod=${module}:1:x`;
  const purl = `pkg:${type}/x/${encodeURIComponent(name)}@${encodeURIComponent(shown)}${label}`;
  return { purl, type, name, version: shown, path: 'db', layer: 0 };
}

function system(id: string, versionId: string): OperatingSystem {
  return { id, idLike: [], versionId, path: 'etc/os-release', layer: 0 };
}

const real = existsSync(data) || process.env.CI !== undefined ? describe : describe.skip;
const options = { asOf: new Date('2027-12-31T00:00:00Z'), layers: [] };
const alma = (release: string) => system('almalinux', `${release}.1`);

real('real advisories', () => {
  test.each<[ecosystem: string, type: string, order: string, OperatingSystem | undefined]>([
    ['AlmaLinux:8', 'rpm', 'rpm', alma('8')],
    ['AlmaLinux:9', 'rpm', 'rpm', alma('9')],
    ['AlmaLinux:10', 'rpm', 'rpm', alma('10')],
    ['Alpine:v3.18', 'apk', 'apk', system('alpine', '3.18.9')],
    ['Alpine:v3.20', 'apk', 'apk', system('alpine', '3.20.3')],
    ['npm', 'npm', 'semver', undefined],
    ['PyPI', 'pypi', 'pypi', undefined],
    ['Go', 'golang', 'semver', undefined],
    ['crates.io', 'cargo', 'semver', undefined],
    ['Bitnami', 'bitnami', 'semver', undefined],
  ])(
    'of %s affect exactly the packages that the oracle names',
    async (ecosystem, type, order, os) => {
      const zip = join(data, ecosystem.split(':')[0] ?? '', 'all.zip');
      const oracle = join(import.meta.dirname, 'oracle/ecosystems.py');
      const { packages, skipped } = answer.parse(
        JSON.parse(run('python3', [oracle, zip, ecosystem, order, '7', '60'])),
      );
      const asked = packages.map((one) => installed(type, one));
      const { findings, uncovered } = await matchPackages(asked, os, openDump(data), options);
      const found = new Map(asked.map((pkg) => [pkg.purl, new Set<string>()]));
      for (const { details } of findings) {
        if (details.kind === 'fact') continue;
        for (const purl of details.purls) for (const id of details.ids) found.get(purl)?.add(id);
      }
      const lines = asked.map(({ purl }) => `${purl} ${[...(found.get(purl) ?? [])].sort().join(' ')}`);
      expect(lines).toEqual(packages.map((one, index) => `${asked[index]?.purl} ${one.ids.join(' ')}`));
      expect(uncovered).toEqual([]);
      expect(packages.length).toBeGreaterThan(10 * skipped);
      expect(packages.filter((one) => one.ids.length > 0).length).toBeGreaterThan(packages.length / 2);
    },
    120_000,
  );
});
