// `node test/evidence/mutants/main.ts [WORD…]`: takes each check of the verifier away, one at a time, and lets the tests notice.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Mutant, mutants } from './mutants.ts';

const root = resolve(import.meta.dirname, '../../..');
const words = process.argv.slice(2);
const asked = mutants.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
const folder = mkdtempSync(join(tmpdir(), 'seaworthy-mutants-'));
/** The tests of the verifying side: what signs and publishes is not asked. */
const tests = [
  'test/evidence/verify',
  'test/evidence/image',
  'test/evidence/discovery',
  'test/evidence/rekor-v1',
];

/** The first failing test, or undefined when nobody noticed. */
function noticed(): string | undefined {
  const args = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  const done = spawnSync(process.execPath, [...args, jest, '--bail', ...tests], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (done.status === 0) return undefined;
  return /● (.*)/.exec(done.stderr)?.[1] ?? done.stderr.slice(0, 200);
}

function without({ file, from, to }: Mutant): string | undefined {
  const path = join(folder, 'src/evidence', file);
  const text = readFileSync(path, 'utf8');
  if (text.split(from).length !== 2) throw new Error(`${file} does not say once: ${from}`);
  writeFileSync(
    path,
    text.replace(from, () => to),
  );
  try {
    return noticed();
  } finally {
    writeFileSync(path, text);
  }
}

let survived = 0;
try {
  for (const part of ['src', 'test', 'policy-pack', 'jest.config.js', 'package.json', 'tsconfig.json']) {
    cpSync(join(root, part), join(folder, part), {
      recursive: true,
      filter: (path) => !path.includes('/e2e/packs'),
    });
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const whole = noticed();
  if (whole !== undefined) throw new Error(`the tests fail without any change: ${whole}`);
  for (const mutant of asked) {
    const by = without(mutant);
    survived += by === undefined ? 1 : 0;
    console.log(
      `${by === undefined ? 'NOT NOTICED' : 'noticed'}  ${mutant.name}${by === undefined ? '' : `  by: ${by}`}`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`mutants: ${asked.length - survived} of ${asked.length} noticed`);
process.exitCode = survived === 0 ? 0 : 1;
