import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { renderCycloneDx } from '../../src/sbom/cyclonedx.ts';
import { readCycloneDx } from '../../src/sbom/cyclonedx-reading.ts';
import { renderSpdx } from '../../src/sbom/spdx.ts';
import { readSpdx } from '../../src/sbom/spdx-reading.ts';
import type { Package } from '../../src/terms/package.ts';
import { image, libssl, lodash, openssl, sample, vulnerability } from '../report/sample.ts';
import { cycloneDxValidator } from './cyclonedx-schema.ts';
import { checkSpdx } from './spdx-structure.ts';
import { licensed, varied } from './varied-packages.ts';

const options = { timestamp: '2026-11-25T01:02:03.456Z', tool: { name: 'seaworthy', version: '0.1.0' } };

describe('bills of materials', () => {
  const rich = { ...image, packages: varied };
  const findings = [
    ...sample.findings,
    vulnerability('CVE-2026-9', openssl, {}, { severity: 'unknown' }),
    vulnerability(
      'CVE-2026-8',
      openssl,
      { cvss: { vector: 'AV:N/AC:L/Au:N/C:P/I:P/A:P', score: 7.5 } },
      { severity: 'negligible' },
    ),
  ];

  test('CycloneDX is valid by the official schema, whatever packages are called', () => {
    const validate = cycloneDxValidator();
    validate(JSON.parse(renderCycloneDx(rich, { ...options, findings })));
    expect(validate.errors).toBeNull();
    expect(validate({ bomFormat: 'CycloneDX', specVersion: '1.6', components: [{ type: 'x' }] })).toBe(false);
  });

  test('SPDX holds what the specification asks for, whatever packages are called', () => {
    expect(checkSpdx(renderSpdx(rich, options))).toEqual([]);
  });

  test('of an image that could not be read whole say so, and stay valid', () => {
    const refusal = { code: 'malformed', what: 'layer', message: 'damaged' } as const;
    const torn = { ...image, refusals: [refusal] };
    const [whole, part] = [image, torn].map((one) => JSON.parse(renderCycloneDx(one, options)));
    const validate = cycloneDxValidator();
    validate(part);
    expect(validate.errors).toBeNull();
    expect(part.compositions).toEqual([
      { aggregate: 'incomplete', dependencies: [part.metadata.component['bom-ref']] },
    ]);
    expect(whole).not.toHaveProperty('compositions');
    expect(checkSpdx(renderSpdx(torn, options))).toEqual([]);
    expect(JSON.parse(renderSpdx(torn, options)).comment).toContain('Incomplete');
    expect(JSON.parse(renderSpdx(image, options))).not.toHaveProperty('comment');
  });

  test.each([
    [
      'CycloneDX',
      (packages: readonly Package[]) => readCycloneDx(renderCycloneDx({ ...image, packages }, options)),
    ],
    ['SPDX', (packages: readonly Package[]) => readSpdx(renderSpdx({ ...image, packages }, options))],
  ])('%s gives back the packages that it was made of, in any order', (_name, roundTrip) => {
    const packages = [
      openssl,
      lodash,
      { ...lodash, path: 'srv/other/package.json' },
      licensed(['MIT', 'ISC'], 3),
    ];
    const read = roundTrip(packages);
    expect(read.subject).toBe(image.reference);
    const plain = ({ dependsOn: _, ...rest }: Package) => rest;
    expect(read.packages.map(plain)).toEqual(
      [licensed(['MIT', 'ISC'], 3), lodash, { ...lodash, path: 'srv/other/package.json' }, openssl]
        .map(plain)
        .toSorted((a, b) => (a.purl + a.path < b.purl + b.path ? -1 : 1)),
    );
    fc.assert(
      fc.property(fc.shuffledSubarray([...varied], { minLength: 1 }), (some) => {
        const names = (list: readonly Package[]) => list.map((item) => `${item.purl} ${item.path}`).sort();
        expect(names(roundTrip(some).packages)).toEqual(names(some));
      }),
      { numRuns: 20 },
    );
  });

  test('dependencies between packages survive both formats', () => {
    const both = { ...image, packages: [openssl, libssl] };
    for (const bill of [readCycloneDx(renderCycloneDx(both, options)), readSpdx(renderSpdx(both, options))]) {
      const found = bill.packages.find((item) => item.name === 'openssl');
      expect(found?.dependsOn).toEqual([libssl.purl]);
    }
  });

  test('the same image gives the same bytes and serial number, another digest another one', () => {
    const turned = { ...rich, packages: varied.toReversed() };
    expect(renderCycloneDx(turned, options)).toBe(renderCycloneDx(rich, options));
    expect(renderSpdx(turned, options)).toBe(renderSpdx(rich, options));
    const serial = (digest: typeof image.digest) =>
      JSON.parse(renderCycloneDx({ ...image, digest }, options)).serialNumber;
    expect(serial(image.digest)).toMatch(
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(serial(image.digest)).not.toBe(serial(`sha256:${'f'.repeat(64)}`));
  });

  test('vulnerabilities are read back with every id, package and score', () => {
    const bill = readCycloneDx(renderCycloneDx(image, { ...options, findings: sample.findings }));
    expect(bill.vulnerabilities.map((item) => item.id)).toEqual([
      'CVE-2026-1111',
      'CVE-2026-2222',
      'CVE-2026-3333',
    ]);
    expect(bill.vulnerabilities[0]).toMatchObject({
      ids: ['CVE-2026-1111', 'DSA-1-1'],
      purls: [openssl.purl],
      severity: 'critical',
      cvss: { score: 9.8 },
    });
  });

  test('what other tools write is understood: nested components, BOM-Link, their properties', () => {
    const bill = readCycloneDx(
      JSON.stringify({
        bomFormat: 'CycloneDX',
        specVersion: '1.5',
        components: [
          { type: 'operating-system', name: 'debian' },
          {
            type: 'application',
            name: 'app',
            components: [
              {
                type: 'library',
                'bom-ref': 'r',
                group: '@babel',
                name: 'core',
                version: '1',
                purl: 'pkg:npm/%40babel/core@1',
                properties: [{ name: 'syft:location:0:path', value: '/x' }],
              },
              { type: 'library', group: 'org.a', name: 'b', version: '1', purl: 'pkg:maven/org.a/b@1' },
            ],
          },
        ],
        vulnerabilities: [{ id: 'CVE-1', affects: [{ ref: 'urn:cdx:a/1#r' }] }],
      }),
    );
    expect(bill.packages.map((item) => [item.name, item.type, item.path])).toEqual([
      ['app', 'generic', ''],
      ['org.a:b', 'maven', ''],
      ['@babel/core', 'npm', '/x'],
    ]);
    expect(bill.vulnerabilities[0]).toMatchObject({
      purls: ['pkg:npm/%40babel/core@1'],
      severity: 'unknown',
    });
  });

  test.each([
    ['CycloneDX', readCycloneDx, '<bom/>', /not JSON/],
    ['CycloneDX', readCycloneDx, '{"bomFormat":"SPDX"}', /bomFormat/],
    [
      'CycloneDX',
      readCycloneDx,
      '{"bomFormat":"CycloneDX","components":[],"Components":[]}',
      /readers disagree/,
    ],
    ['SPDX', readSpdx, '{"spdxVersion":"SPDX-3.0"}', /spdxVersion/],
    ['SPDX', readSpdx, '[]', /expected object/],
  ])('%s that is none is refused with the file and the reason', (_name, read, text, message) => {
    expect(() => read(text, 'a.json')).toThrow(message);
    expect(() => read(text, 'a.json')).toThrow(/^a\.json is not/);
  });

  test('SPDX: a vendor in parentheses is no address of mail, and reads back as it was', () => {
    const vendor = '(Alma) Linux (x)';
    const text = renderSpdx({ ...image, packages: [{ ...openssl, vendor }] }, options);
    expect(text).toContain('"supplier": "Organization: [Alma] Linux [x]"');
    expect(readSpdx(text).packages.map((item) => item.vendor)).toEqual([vendor]);
  });
});
