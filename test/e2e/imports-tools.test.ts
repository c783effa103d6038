// Reports that other tools really wrote: OpenSCAP judges its own and our samples, OSV-Scanner writes SARIF and CycloneDX.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { debianFiles, writeSmallImage } from '../cli/small-image.ts';
import { arf as sample } from '../inspection/import/reports.ts';
import { writeZip } from '../inspection/secrets/zip-writer.ts';
import { osvScanner } from '../tools/osv-scanner.ts';
import { toolPath } from '../tools/tool.ts';
import { openCommandLine } from './command-line.ts';
import { run, testWith } from './packages-tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'seaworthy-imports-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const image = writeSmallImage(join(folder, 'image'), {
  ...debianFiles({ bash: '5' }),
  'srv/node_modules/pad-it/package.json': '{"name": "pad-it", "version": "1.0.0"}',
});
const line = openCommandLine();

interface Shown {
  readonly rule: string;
  readonly severity: string;
  readonly treatment: string;
  readonly message: string;
  readonly because: string;
  readonly fix?: string;
  readonly subject: string;
  readonly details: { readonly ids?: readonly string[]; readonly reportedBy?: readonly string[] };
}

/** What the gate says with reports, of them alone. */
async function told(...reports: readonly string[]): Promise<readonly Shown[]> {
  const options = ['--advisories', 'none', '--no-layer-cache', '--format', 'json'];
  const ended = await line.run('gate', image, ...options, '--import', ...reports);
  if (ended.code === null || ended.code > 1) throw new Error(ended.err);
  const { findings }: { findings: Shown[] } = JSON.parse(ended.out);
  return findings.filter(({ because }) => because.includes('Reported by'));
}

const oval = (telnet: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<oval_definitions xmlns="http://oval.mitre.org/XMLSchema/oval-definitions-5"
 xmlns:oval="http://oval.mitre.org/XMLSchema/oval-common-5" xmlns:unix="http://oval.mitre.org/XMLSchema/oval-definitions-5#unix">
 <generator><oval:schema_version>5.11.1</oval:schema_version><oval:timestamp>2026-11-28T00:00:00</oval:timestamp></generator>
 <definitions><definition class="compliance" id="oval:org.example:def:1" version="1">
  <metadata><title>No telnet</title><description>No server</description></metadata>
  <criteria><criterion test_ref="oval:org.example:tst:1"/></criteria>
 </definition></definitions>
 <tests><unix:file_test id="oval:org.example:tst:1" version="1" check="all" check_existence="none_exist" comment="none">
  <unix:object object_ref="oval:org.example:obj:1"/></unix:file_test></tests>
 <objects><unix:file_object id="oval:org.example:obj:1" version="1"><unix:filepath>${telnet}</unix:filepath></unix:file_object></objects>
</oval_definitions>`;

const check = (definition: number): string =>
  `<check system="http://oval.mitre.org/XMLSchema/oval-definitions-5"><check-content-ref href="oval.xml" name="oval:org.example:def:${definition}"/></check>`;
const rule = (id: string, severity: string, body: string): string =>
  `<Rule id="xccdf_org.example_rule_${id}" severity="${severity}" selected="true">${body}</Rule>`;

/** One rule that fails and can be remedied, one whose check is not there, one that a person must look at. */
const benchmark = (telnet: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<Benchmark xmlns="http://checklists.nist.gov/xccdf/1.2" xmlns:html="http://www.w3.org/1999/xhtml"
 id="xccdf_org.example_benchmark_small" resolved="true" xml:lang="en">
 <status date="2026-11-28">draft</status><title>Small</title><version>1</version>
 <Group id="xccdf_org.example_group_services"><title>Services</title>
 ${rule('no_telnet', 'high', `<title>No &lt;telnet&gt; server</title><rationale>It is <html:b>plain</html:b> text.</rationale><fixtext>Remove it.</fixtext><fix system="urn:xccdf:fix:script:sh">rm -f ${telnet}</fix>${check(1)}`)}
 ${rule('lost', 'medium', `<title>A check that is not there</title>${check(9)}`)}
 ${rule('manual', 'medium', '<title>To be looked at by a person</title>')}
 </Group>
</Benchmark>`;

interface Evaluated {
  readonly xccdf: string;
  readonly arf: string;
  readonly remedied: string;
}

function evaluate(): Evaluated {
  const work = join(folder, 'scap');
  mkdirSync(work, { recursive: true });
  const telnet = join(work, 'telnetd');
  writeFileSync(telnet, 'server');
  writeFileSync(join(work, 'oval.xml'), oval(telnet));
  writeFileSync(join(work, 'benchmark.xml'), benchmark(telnet));
  const oscap = (...args: readonly string[]): void => {
    const done = spawnSync('oscap', ['xccdf', ...args], { cwd: work, encoding: 'utf8' });
    // 2: a rule failed.
    if (done.status !== 0 && done.status !== 2) throw new Error(done.stdout + done.stderr);
  };
  oscap('eval', '--results', 'xccdf.xml', '--results-arf', 'arf.xml', 'benchmark.xml');
  oscap('remediate', '--results', 'remedied.xml', 'xccdf.xml');
  expect(existsSync(telnet)).toBe(false);
  const at = (name: string): string => join(work, name);
  return { xccdf: at('xccdf.xml'), arf: at('arf.xml'), remedied: at('remedied.xml') };
}

describe('OpenSCAP', () => {
  testWith('oscap')(
    'its results say the same in XCCDF and ARF, and a check that was not to be had is no pass',
    async () => {
      const { xccdf, arf } = evaluate();
      run('oscap', ['xccdf', 'validate', xccdf]);
      run('oscap', ['ds', 'rds-validate', arf]);
      const said = await told(arf);
      expect(said).toMatchObject([
        {
          rule: 'import/openscap-no-telnet',
          severity: 'high',
          treatment: 'block',
          message: 'Failed: No <telnet> server',
          fix: 'Remove it.',
        },
        {
          rule: 'import/openscap-lost',
          severity: 'unknown',
          message: 'Could not be checked (notchecked): A check that is not there',
        },
      ]);
      expect(said[0]?.because).toContain('It is plain text.');
      expect(await told(xccdf)).toEqual(said);
    },
  );

  testWith('oscap')('what a remediation fixed is not told from the result before it', async () => {
    const { remedied } = evaluate();
    expect(readFileSync(remedied, 'utf8').match(/<TestResult /g)).toHaveLength(2);
    expect((await told(remedied)).map(({ rule }) => rule)).toEqual(['import/openscap-lost']);
  });

  testWith('oscap')('our sample of an ARF collection is valid, and the results in it are', () => {
    const file = join(folder, 'sample.xml');
    writeFileSync(file, sample);
    run('oscap', ['ds', 'rds-validate', file]);
    // It looks no further than the collection: the results are judged where XCCDF has them, in their benchmark.
    const [result = ''] = /<xccdf:TestResult[\s\S]*<\/xccdf:TestResult>/.exec(sample) ?? [];
    const [benchmark = ''] = /<xccdf:Benchmark[\s\S]*<\/xccdf:Benchmark>/.exec(sample) ?? [];
    const whole = benchmark.replace('</xccdf:Benchmark>', `${result}</xccdf:Benchmark>`);
    writeFileSync(file, whole);
    run('oscap', ['xccdf', 'validate', file]);
    writeFileSync(file, whole.replaceAll('xccdf:score>', 'xccdf:points>'));
    expect(() => run('oscap', ['xccdf', 'validate', file])).toThrow();
  });
});

/** What a database of one record makes OSV-Scanner say of a lock file with that package. */
function scanned(format: string): string {
  const data = join(folder, 'osv/osv-scalibr/npm');
  mkdirSync(data, { recursive: true });
  const record = {
    id: 'GHSA-aaaa-bbbb-cccc',
    modified: '2026-09-01T00:00:00Z',
    published: '2026-09-01T00:00:00Z',
    aliases: ['CVE-2026-1000'],
    summary: 'pad-it pads too much',
    details: 'It pads too much.',
    severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
    affected: [
      {
        package: { ecosystem: 'npm', name: 'pad-it', purl: 'pkg:npm/pad-it' },
        ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '1.0.1' }] }],
      },
    ],
  };
  writeFileSync(
    join(data, 'all.zip'),
    writeZip([{ name: 'GHSA-aaaa-bbbb-cccc.json', body: Buffer.from(JSON.stringify(record)) }]),
  );
  const lock = join(folder, 'osv/package-lock.json');
  const root = { name: 'a', version: '1.0.0', dependencies: { 'pad-it': '1.0.0' } };
  const packages = { '': root, 'node_modules/pad-it': { version: '1.0.0' } };
  writeFileSync(lock, JSON.stringify({ name: 'a', version: '1.0.0', lockfileVersion: 3, packages }));
  const done = spawnSync(
    toolPath(osvScanner),
    ['scan', 'source', '-L', lock, '--offline', '--format', format],
    { encoding: 'utf8', env: { ...process.env, OSV_SCALIBR_LOCAL_DB_CACHE_DIRECTORY: join(folder, 'osv') } },
  );
  // 1: something was found.
  if (done.status !== 1) throw new Error(done.stderr);
  const file = join(folder, `osv.${format}`);
  writeFileSync(file, done.stdout);
  return file;
}

describe('OSV-Scanner', () => {
  // Made on demand (node test/tools/main.ts osv-scanner); the fast tests have its ways by hand.
  const real = existsSync(toolPath(osvScanner)) ? test : test.skip;

  real('its SARIF goes through the gate under its name', async () => {
    expect(await told(scanned('sarif'))).toMatchObject([
      {
        rule: 'import/osv-scanner-cve-2026-1000',
        severity: 'critical',
        treatment: 'block',
        message: expect.stringContaining("'pad-it@1.0.0' is vulnerable to 'CVE-2026-1000'"),
      },
    ]);
  });

  real('its CycloneDX tells of a vulnerability of the package', async () => {
    expect(await told(scanned('cyclonedx-1-5'))).toMatchObject([
      {
        rule: 'CVE-2026-1000',
        subject: 'pkg:npm/pad-it',
        severity: 'critical',
        details: { ids: ['CVE-2026-1000', 'GHSA-aaaa-bbbb-cccc'] },
      },
    ]);
  });
});
