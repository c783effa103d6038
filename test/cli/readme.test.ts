// Every block of the README does what it says: workflows and policies are accepted, commands run or exist.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { exitCodes } from '../../src/gate/exit-code.ts';
import { parsePolicy } from '../../src/gate/policy-file.ts';
import { parsing } from '../../src/run/policy/parsing.ts';
import { withScores } from '../conformance/readme-scores.ts';
import { openSurroundings } from './surroundings.ts';
import { workflowComplaints } from './workflow-complaints.ts';

const root = resolve(import.meta.dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const blocks = [...readme.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].map(([, kind = '', text = '']) => ({
  kind,
  text,
}));
const lines = blocks.filter(({ kind }) => kind === 'sh').flatMap(({ text }) => text.trim().split('\n'));
const scripts: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
).scripts;
const { run } = openSurroundings();

test('the README has only blocks that are tested', () => {
  expect([...new Set(blocks.map(({ kind }) => kind))].sort()).toEqual(['sh', 'yaml']);
});

describe('commands of the README', () => {
  test.each(lines.filter((line) => line.includes(' examples/')))('%s ends as it says', async (line) => {
    const [command = '', comment] = line.split(' # ');
    const argv = command.replace('npm run --silent seaworthy -- ', '').split(' ');
    const inRoot = argv.map((word) => word.replace(/^(oci:)?examples/, `$1${root}/examples`));
    const { code, out } = await run(...inRoot);
    expect(out).not.toBe('');
    expect(code).toBe(Number(/exits (\d)/.exec(comment ?? '')?.[1] ?? 0));
  });

  test.each(lines.filter((line) => line.startsWith('seaworthy ')))(
    '%s has options that exist',
    async (line) => {
      const [, name = '', ...words] = line.split(' ');
      const sub = name === 'db' || name === 'policy' ? words.slice(0, 1) : [];
      const { code, out } = await run(name, ...sub, '--help');
      expect(code).toBe(0);
      for (const option of words.filter((word) => word.startsWith('--'))) expect(out).toContain(option);
    },
  );

  test.each(lines.filter((line) => /^npm (?!run --silent)/.test(line)))('%s is a script', (line) => {
    const [, verb = '', script = verb] = line.split(' ');
    if (script !== 'ci') expect(Object.keys(scripts)).toContain(script);
  });
});

test.each(blocks.filter(({ kind }) => kind === 'yaml').map(({ text }) => [text]))(
  'accepted: %s',
  async (text) => {
    if (text.includes('\njobs:')) {
      expect(await workflowComplaints(text)).toEqual([]);
      return;
    }
    expect(() => parsePolicy(text, { ...parsing, now: new Date(), file: 'README.md' })).not.toThrow();
  },
);

test('the exit codes are all explained', () => {
  for (const { code } of exitCodes) expect(readme).toContain(`\n| ${code} | `);
});

test('every host that the code can speak to by itself is named', () => {
  for (const file of [
    'advisories/osv-dev.ts',
    'advisories/fetch-dump.ts',
    'terms/environment.ts',
    'run/evidence/content-trust.ts',
  ]) {
    const source = readFileSync(join(root, 'src', file), 'utf8');
    for (const [, host = ''] of source.matchAll(/'https:\/\/([a-z0-9.-]+)/g)) {
      if (host !== 'github.com') expect(readme).toContain(host);
    }
  }
});

test('the conformance scores are the recorded ones', () => {
  const scores = JSON.parse(readFileSync(join(root, 'test/conformance/scores.json'), 'utf8'));
  expect(withScores(readme, scores)).toBe(readme);
});
