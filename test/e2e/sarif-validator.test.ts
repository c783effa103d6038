// Our SARIF under Microsoft's validator, with the rules of the standard and those of GitHub's code scanning.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { renderSarif } from '../../src/report/sarif/log.ts';
import { joinStack } from '../../src/run/join.ts';
import type { Result } from '../../src/terms/verdict.ts';
import { manyHostile, quoting } from '../github/hostile-results.ts';
import { manyFindings, passing } from '../github/publishing.ts';
import { sample } from '../report/sample.ts';
import { lacks } from '../tools/lacks.ts';
import { sarifMultitool } from '../tools/sarif-multitool.ts';
import { toolPath } from '../tools/tool.ts';

const program = toolPath(sarifMultitool);
const folder = mkdtempSync(join(tmpdir(), 'seaworthy-sarif-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Errors and warnings, as `rule: message`; notes ask for texts of source files, which an image does not have. */
function complaints(text: string): readonly string[] {
  const [input, output] = [join(folder, 'in.sarif'), join(folder, 'out.sarif')];
  writeFileSync(input, text);
  rmSync(output, { force: true });
  const rules = ['--rule-kind', 'Sarif;Ghas', '--level', 'Error;Warning', '--kind', 'Fail'];
  const done = spawnSync(program, ['validate', input, '--output', output, ...rules], {
    encoding: 'utf8',
    env: {
      ...process.env,
      DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1',
      DOTNET_BUNDLE_EXTRACT_BASE_DIR: folder,
    },
  });
  if (!existsSync(output)) throw new Error(done.stdout + done.stderr);
  const { runs }: { runs: { results: { ruleId: string; message: { id: string } }[] }[] } = JSON.parse(
    readFileSync(output, 'utf8').replace(/^\ufeff/, ''),
  );
  return [...new Set(runs.flatMap(({ results }) => results.map((one) => `${one.ruleId} ${one.message.id}`)))];
}

/** The project has no address of its own yet (src/terms/links.ts); nothing else is waived. */
const known = 'SARIF2005 Warning_ProvideToolnformationUri';

const { grade, images, ...rest } = sample;
const stack: Result = {
  ...rest,
  gate: 'stack',
  images: [],
  findings: sample.findings.map((one) => ({
    ...one,
    rule: 'network/default-deny',
    where: { kind: 'file', file: 'deploy/web.yaml', line: 3, field: 'spec' },
  })),
  stack: { source: 'deploy', resources: 3, coverage: { seen: 3, opaque: [], percent: 100 } },
};

describe('SARIF, judged by Microsoft’s validator with GitHub’s rules', () => {
  (lacks(sarifMultitool) ? test.skip : test).each([
    ['an image’s', sample],
    ['a clean image’s', passing],
    ['a stack’s', stack],
    ['both gates’', joinStack(sample, stack)],
    // The validator's own time grows with the square of the findings: 3,000 of them take it ten minutes.
    ['one with many findings', manyFindings(200)],
    ...manyHostile
      .filter((_, index) => index % 60 === 0)
      .map((text, index): [string, Result] => [`hostile text ${index}`, quoting(text)]),
  ])('%s is valid', (_name, result) => {
    expect(complaints(renderSarif(result)).filter((one) => one !== known)).toEqual([]);
  });

  (lacks(sarifMultitool) ? test.skip : test).each([
    [
      'a result without a message',
      (text: string) => text.replace(/"message": \{\s*"text": /, '"message": { "txt": '),
    ],
    ['a location without a place', (text: string) => text.replaceAll('"artifactLocation"', '"artifact"')],
    ['a rule without an id', (text: string) => text.replace(/"id": "CVE-[^"]*",/, '')],
  ])('%s is refused: the validator does look', (_name, spoil) => {
    const text = renderSarif(sample);
    expect(spoil(text)).not.toBe(text);
    expect(complaints(spoil(text)).filter((one) => one !== known)).not.toEqual([]);
  });
});
