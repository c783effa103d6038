// What a user is told of a jar in a jar, a gem, a PHP and a .NET package: the advisory, the fix, and none once fixed.
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { anyClass, jarOf, pomProperties } from '../packages/maven/jars.ts';
import { writeAdvisories } from './advisory-folder.ts';
import { debianFiles, type LayerFiles, writeSmallImage } from './small-image.ts';
import { openSurroundings } from './surroundings.ts';

interface Language {
  readonly ecosystem: string;
  readonly name: string;
  readonly affected: string;
  readonly fixed: string;
  files(version: string): LayerFiles;
}

/** Names and fixes as OSV's records of real vulnerabilities state them; each hinges on its ecosystem's own order. */
const languages: readonly Language[] = [
  {
    ecosystem: 'Maven',
    name: 'org.apache.logging.log4j:log4j-core',
    affected: '2.15.0-rc1',
    fixed: '2.15.0',
    files(version) {
      const jar = jarOf({ ...pomProperties('org.apache.logging.log4j', 'log4j-core', version), ...anyClass });
      return { 'app/shop.jar': jarOf({ 'BOOT-INF/lib/log4j-core.jar': jar }) };
    },
  },
  {
    ecosystem: 'RubyGems',
    name: 'rack',
    affected: '2.2.6.4.pre1',
    fixed: '2.2.6.4',
    files: (version) => ({
      [`usr/local/bundle/specifications/rack-${version}.gemspec`]: `# stub: rack ${version} ruby lib\n`,
    }),
  },
  {
    ecosystem: 'Packagist',
    name: 'symfony/http-kernel',
    affected: 'v5.4.20-RC1',
    fixed: '5.4.20',
    files: (version) => ({
      'app/vendor/composer/installed.json': JSON.stringify({
        packages: [{ name: 'symfony/http-kernel', version }],
      }),
    }),
  },
  {
    ecosystem: 'NuGet',
    name: 'Newtonsoft.Json',
    affected: '13.0.1-beta2',
    fixed: '13.0.1',
    files: (version) => ({
      'app/shop.deps.json': JSON.stringify({
        libraries: { [`newtonsoft.json/${version}`]: { type: 'package' } },
      }),
    }),
  },
];

async function gate(one: Language, version: string) {
  const { directory, run } = openSurroundings();
  const image = writeSmallImage(join(directory, 'image'), {
    ...debianFiles({ zlib: '1:1.3' }),
    ...one.files(version),
  });
  const known = writeAdvisories(join(directory, 'advisories'), [
    { id: 'DEBIAN-CVE-2026-1', ecosystem: 'Debian:12', name: 'zlib', fixed: '1.0' },
    {
      id: 'GHSA-2222-3333-4444',
      ecosystem: one.ecosystem,
      name: one.name,
      fixed: one.fixed,
      vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H',
    },
  ]);
  return run('gate', image, '--advisories', known, '--as-of', '2026-10-22');
}

describe.each(languages)('$ecosystem', (one) => {
  test('a version before the fix fails the gate, which says what fixes it', async () => {
    const { code, out } = await gate(one, one.affected);
    expect(out).toContain('GHSA-2222-3333-4444');
    expect(out).toContain(one.fixed);
    expect(code).toBe(1);
  });

  test('the fixed version passes', async () => {
    const { code, out } = await gate(one, one.fixed);
    expect(out).not.toContain('GHSA');
    expect(code).toBe(0);
  });
});
