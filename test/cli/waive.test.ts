// A waiver that `seaworthy waive` writes is one that the gate honours, and the rest of the file stays as it was.
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { openSurroundings } from './surroundings.ts';

const sample = resolve(import.meta.dirname, '../../examples/quickstart');
const policy = `# ours
version: 1 # of the format
images:
  consider: all # everything
  vulnerabilities:
    block: [{ severity: critical }]

# exemptions
waivers: []
`;
const options = [
  '--subject',
  'pkg:npm/minimist',
  '--owner',
  '@acme/web',
  '--reason',
  'not: called # here',
  '--expires',
  '2026-12-24',
];

describe('waive', () => {
  test('refuses a rule of ours that there is not, and takes one of another tool', async () => {
    const { directory, run } = openSurroundings();
    const file = join(directory, 'seaworthy.yaml');
    writeFileSync(file, policy);
    for (const [wrong, meant] of [
      ['hardening/setuidd', 'hardening/setuid'],
      ['network/default-den', 'network/default-deny'],
    ] as const) {
      const { code, err } = await run('waive', wrong, ...options);
      expect(code).toBe(2);
      expect(err).toContain(`Did you mean ${meant}?`);
    }
    expect(readFileSync(file, 'utf8')).toBe(policy);
    expect((await run('waive', 'semgrep/no-eval', ...options)).code).toBe(0);
  });

  test('loses none of several that are written at once', async () => {
    const { directory } = openSurroundings();
    const file = join(directory, 'seaworthy.yaml');
    writeFileSync(file, policy);
    const program = resolve(import.meta.dirname, '../../src/cli/main.ts');
    const ids = ['CVE-2026-0001', 'CVE-2026-0002', 'CVE-2026-0003', 'CVE-2026-0004'];
    const start = promisify(execFile);
    await Promise.all(
      ids.map((id) => start(process.execPath, [program, 'waive', id, ...options], { cwd: directory })),
    );
    const text = readFileSync(file, 'utf8');
    for (const id of ids) expect(text).toContain(id);
    expect(readdirSync(directory)).not.toContain('seaworthy.yaml.turn');
  });

  test('keeps comments, and the gate lists and exports it', async () => {
    const { directory, run } = openSurroundings();
    const file = join(directory, 'seaworthy.yaml');
    writeFileSync(file, policy);
    const { code, err } = await run('waive', 'CVE-2021-44906', ...options);
    expect(err).toBe('');
    expect(code).toBe(0);
    const text = readFileSync(file, 'utf8');
    for (const line of policy.split('\n').filter((one) => !one.startsWith('waivers')))
      expect(text).toContain(line);
    const vex = join(directory, 'vex.json');
    const gated = await run(
      'gate',
      `oci:${sample}/image:1.0`,
      '--advisories',
      `${sample}/advisories`,
      '--as-of',
      '2026-10-22',
      '--format',
      'openvex',
      '--output',
      vex,
    );
    expect([0, 1]).toContain(gated.code);
    const { statements, ...head } = JSON.parse(readFileSync(vex, 'utf8'));
    expect(head['@context']).toBe('https://openvex.dev/ns/v0.2.0');
    expect(statements).toHaveLength(1);
    expect(statements[0]).toMatchObject({ status: 'affected', vulnerability: { name: 'CVE-2021-44906' } });
    expect(statements[0].action_statement).toContain('@acme/web until 2026-12-24: not: called # here');
    expect(statements[0].products[0].hashes['sha-256']).toMatch(/^[0-9a-f]{64}$/);
    expect(statements[0].products[0].subcomponents[0]['@id']).toMatch(/^pkg:npm\/minimist@/);
    const again = await run('waive', 'CVE-2021-44906', ...options);
    expect(again.code).toBe(2);
    expect(again.err).toContain('already');
  });

  const entry = '{ rule: CVE-1, subject: "pkg:npm/a", reason: r, owner: o, expires: 2026-12-01 }';
  test.each([
    ['no list', 'version: 1\n# end'],
    ['an empty list with a remark', 'version: 1\nwaivers: [] # none\nimages: {} # after\n'],
    ['a list', `version: 1\nwaivers:\n  # why\n  - ${entry} # mine\nimages: {}\n`],
    ['a list without indent', `version: 1\nwaivers:\n- ${entry}\nimages: {}\n`],
    ['a list on one line', `version: 1\nwaivers: [${entry}]\n`],
  ])('adds to %s', async (_name, before) => {
    const { directory, run } = openSurroundings();
    const file = join(directory, 'seaworthy.yaml');
    writeFileSync(file, before);
    expect(await run('waive', 'CVE-2021-44906', ...options)).toMatchObject({ code: 0, err: '' });
    const text = readFileSync(file, 'utf8');
    expect((await run('policy', 'check')).code).toBe(0);
    expect(text).toContain('CVE-2021-44906');
    for (const [remark] of before.matchAll(/#.*$/gm)) expect(text).toContain(remark);
    expect(text.includes('CVE-1')).toBe(before.includes('CVE-1'));
  });

  test.each([
    ['a day that is over', ['--expires', '2020-01-01'], 'ended'],
    ['no day', ['--expires', 'soon'], 'no day'],
    ['everything', ['--subject', '*'], 'cannot be waived'],
    ['no reason', ['--reason', ' '], 'reason'],
  ])('refuses %s and writes nothing', async (_name, changed, said) => {
    const { directory, run } = openSurroundings();
    const file = join(directory, 'seaworthy.yaml');
    writeFileSync(file, policy);
    const { code, err } = await run('waive', 'CVE-2021-44906', ...options, ...changed);
    expect(code).toBe(2);
    expect(err).toContain(said);
    expect(readFileSync(file, 'utf8')).toBe(policy);
  });

  test('without a policy file it says how to get one', async () => {
    const { code, err } = await openSurroundings().run('waive', 'CVE-2021-44906', ...options);
    expect(code).toBe(2);
    expect(err).toContain('seaworthy init');
  });
});
