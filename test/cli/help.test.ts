// What the command line says to those who ask, and to those who mistype.
import { describe, expect, test } from '@jest/globals';
import { commands } from '../../src/cli/commands.ts';
import { openSurroundings } from './surroundings.ts';

const { run } = openSurroundings();

describe('help', () => {
  test('of the program lists every command, the forms of a reference and the exit codes', async () => {
    const { code, out, err } = await run('--help');
    expect(code).toBe(0);
    expect(err).toBe('');
    for (const { name, summary } of commands) {
      expect(out).toContain(name);
      expect(out.replaceAll(/\s+/g, ' ')).toContain(summary);
    }
    for (const form of ['oci:DIR', 'oci-archive:', 'docker-archive:', 'docker-daemon:', 'Exit codes: 0'])
      expect(out).toContain(form);
  });

  test('comes by itself when nothing was asked for, and that is a mistake', async () => {
    const { code, out } = await run();
    expect(code).toBe(2);
    expect(out).toContain('Commands:');
  });

  test.each(commands.map(({ name }) => name))(
    'of %s names its options, and no other command',
    async (name) => {
      const { code, out } = await run(name, '--help');
      expect(code).toBe(0);
      expect(out).toContain(`Usage: seaworthy ${name}`);
      expect((await run('help', name)).out).toBe(out);
    },
  );

  test.each(['scan', 'gate', 'stack'])('of %s shows examples and how it ends', async (name) => {
    const { out } = await run(name, '--help');
    expect(out).toContain('Examples:');
    expect(out).toMatch(/ends with 0/i);
  });

  test('the version is one line', async () => {
    expect((await run('--version')).out).toMatch(/^seaworthy \d+\.\d+\.\d+\n$/);
  });
});

describe('a mistake on the command line ends with 2 and names itself', () => {
  test.each([
    [['scna', 'x'], "unknown command 'scna'", 'Did you mean scan?'],
    [['scan', 'oci:x', '--fromat', 'json'], "unknown option '--fromat'", 'Did you mean --format?'],
    [['scan', 'oci:x', '--format', 'xml'], "'xml' is invalid", 'text, json, sarif'],
    [['scan'], "missing required argument 'image'", ''],
    [['scan', 'oci:x', '--as-of', '2026-02-30'], '"2026-02-30" is no day', 'Write it like 2026-11-22.'],
    [['scan', 'oci:x', '--platform', 'linux'], 'linux', 'fix:'],
    [['verify', 'oci:x', '--format', 'xml'], "'xml' is invalid", 'text, json'],
    [['evidence', 'oci:x', '--format', 'xml'], "'xml' is invalid", 'text, json'],
    [['completion', 'tcsh'], "'tcsh' is invalid", 'bash, zsh, fish'],
    [['stack', 'x', '--preset', 'lenient'], "'lenient' is invalid", 'Allowed choices'],
  ])('%j', async (argv, what, advice) => {
    const { code, out, err } = await run(...argv);
    expect(err).toContain(what);
    expect(err).toContain(advice);
    expect(out).toBe('');
    expect(code).toBe(2);
  });
});
