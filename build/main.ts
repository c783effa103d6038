// `npm run build` writes everything that is generated; `npm run check-dist` fails when what is committed differs.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { bundle } from './bundle.ts';
import { generated } from './generated.ts';
import { thirdParty } from './third-party.ts';

const root = resolve(import.meta.dirname, '..');
const entryCeiling = 3_000_000;

async function write(target: string, source: string): Promise<void> {
  const metafile = await bundle(source, join(target, 'dist'));
  writeFileSync(join(target, 'dist/THIRD-PARTY.md'), thirdParty(source, metafile));
  const entry = Object.entries(metafile.outputs).find(([path]) => path.endsWith('dist/action/main.js'));
  const bytes = entry === undefined ? Number.POSITIVE_INFINITY : entry[1].bytes;
  if (bytes > entryCeiling)
    throw new Error(`dist/action/main.js has ${bytes} bytes; at most ${entryCeiling}`);
  for (const [path, bytes] of await generated()) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    writeFileSync(join(target, path), bytes);
  }
}

function listing(directory: string): Map<string, Buffer> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.sort().map((file) => [relative(directory, file), readFileSync(file)]));
}

function differences(committed: string, rebuilt: string, prefix: string): string[] {
  const before = existsSync(committed) ? listing(committed) : new Map<string, Buffer>();
  const after = listing(rebuilt);
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((name) => {
    const [a, b] = [before.get(name), after.get(name)];
    if (a !== undefined && b !== undefined && a.equals(b)) return [];
    return [
      `${prefix}/${name}: ${a === undefined ? 'not committed' : b === undefined ? 'no longer built' : 'differs'}`,
    ];
  });
}

/** Builds from a copy of the sources in another directory, so that a path in the bundle would show. */
async function check(): Promise<number> {
  const elsewhere = mkdtempSync(join(tmpdir(), 'seaworthy-dist-'));
  try {
    for (const name of ['src', 'policy-pack', 'build', 'package.json', 'tsconfig.json']) {
      cpSync(join(root, name), join(elsewhere, name), { recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), join(elsewhere, 'node_modules'));
    const metafile = await bundle(elsewhere, join(elsewhere, 'dist'));
    writeFileSync(join(elsewhere, 'dist/THIRD-PARTY.md'), thirdParty(elsewhere, metafile));
    const wrong = differences(join(root, 'dist'), join(elsewhere, 'dist'), 'dist');
    for (const [path, bytes] of await generated()) {
      const file = join(root, path);
      if (!existsSync(file) || !readFileSync(file).equals(bytes))
        wrong.push(`${path}: differs from what is generated`);
    }
    for (const line of wrong) console.error(line);
    console.log(
      wrong.length === 0
        ? 'check-dist: committed files are what the sources build'
        : 'check-dist: run `npm run build` and commit',
    );
    return wrong.length === 0 ? 0 : 1;
  } finally {
    rmSync(elsewhere, { recursive: true, force: true });
  }
}

if (process.argv.includes('--check')) {
  process.exitCode = await check();
} else {
  await write(root, root);
  console.log('build: dist/ and the generated files are written');
}
