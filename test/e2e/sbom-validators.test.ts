// Our bills of materials are valid by the tools that their own standards publish.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { renderCycloneDx } from '../../src/sbom/cyclonedx.ts';
import { renderSpdx } from '../../src/sbom/spdx.ts';
import { image, sample } from '../report/sample.ts';
import { varied } from '../sbom/varied-packages.ts';
import { lacks } from '../tools/lacks.ts';
import { spdxTools } from '../tools/spdx-tools.ts';
import { toolPath } from '../tools/tool.ts';
import { openCommandLine } from './command-line.ts';
import { debianImage } from './debian-image.ts';
import { run, testWith } from './packages-tools.ts';

const python = toolPath(spdxTools);
const script = join(import.meta.dirname, 'oracle/bills.py');
const folder = mkdtempSync(join(tmpdir(), 'seaworthy-bills-'));
afterAll(() => rmSync(folder, { recursive: true }));

type BillFormat = 'spdx' | 'cyclonedx';
const formats: readonly BillFormat[] = ['spdx', 'cyclonedx'];

/** Complaints of the format's own validator, one a line; '' for a valid document. */
function complaints(format: BillFormat, text: string): string {
  const file = join(folder, `bill.${format === 'spdx' ? 'spdx.json' : 'cdx.json'}`);
  writeFileSync(file, text);
  return run(python, [script, format, file]);
}

const options = { timestamp: '2026-11-25T01:02:03.456Z', tool: { name: 'seaworthy', version: '0.1.0' } };
const rich = { ...image, packages: varied };
const { findings } = sample;
const render = {
  spdx: () => renderSpdx(rich, options),
  cyclonedx: () => renderCycloneDx(rich, { ...options, findings }),
};

describe("a bill of materials, judged by its standard's own tools", () => {
  (lacks(spdxTools) ? test.skip : test).each(formats)(
    '%s: valid whatever packages and licences are called',
    (format) => {
      expect(complaints(format, render[format]())).toBe('');
    },
  );

  (lacks(spdxTools) ? test.skip : test).each([
    ['spdx', /"SPDX-2\.3"/, '"SPDX-9.9"'],
    ['spdx', /"DESCRIBES"/, '"DESCRIBE"'],
    ['cyclonedx', /"bomFormat": "CycloneDX"/, '"bomFormat": "Cyclone"'],
  ] as const)('%s: the tool does look: %s changed is refused', (format, from, to) => {
    const text = render[format]();
    expect(text).toMatch(from);
    expect(complaints(format, text.replace(from, to))).not.toBe('');
  });

  const debian = existsSync(python) ? testWith('umoci', 'mmdebstrap') : lacks(spdxTools) ? test.skip : test;
  debian.each(formats)('%s of a real Debian image, as the command writes it', async (format) => {
    const { layout } = debianImage('main');
    const scan = ['scan', `oci:${layout}:latest`, '--advisories', 'none', '--format', format];
    const { code, out } = await openCommandLine().run(...scan);
    expect(code).toBe(0);
    expect(complaints(format, out)).toBe('');
  });
});
