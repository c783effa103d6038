// Bundles the Action and the command line into dist/: same sources, same bytes, wherever the checkout stands.

import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { type BuildOptions, type BuildResult, build, type Metafile, type Plugin } from 'esbuild';
import { builtinsByName } from './builtins-by-name.ts';
import { type Chunk, mergeChunks, type Runs } from './merge-chunks.ts';

/**
 * Lets go of what is not used of zod, two thirds of it, its forty languages among them. Its export `z` is the module
 * itself, but only where a whole module is imported can esbuild tell which parts of it are used.
 */
const zodByParts: Plugin = {
  name: 'zod-by-parts',
  setup(building) {
    building.onLoad({ filter: /\/(?:src|policy-pack)\/.*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const contents = text.replace(/^import \{ z \} from 'zod';$/m, "import * as z from 'zod';");
      return contents === text ? undefined : { contents, loader: 'ts' };
    });
  },
};

/** What both bundles have in common. */
const shared = {
  bundle: true,
  // Paths as they are written: a linked node_modules must not show in the bytes.
  preserveSymlinks: true,
  platform: 'node',
  minifySyntax: true,
  minifyWhitespace: true,
  minifyIdentifiers: false,
  legalComments: 'none',
  charset: 'utf8',
  metafile: true,
  logLevel: 'error',
  plugins: [zodByParts, builtinsByName],
} satisfies BuildOptions;

/** Writes `<directory>/{action,cli,chunks,policy-pack}`; returns esbuild's account of what went in. */
export async function bundle(root: string, directory: string): Promise<Metafile> {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const options = {
    absWorkingDir: root,
    entryPoints: { 'action/main': 'src/action/main.ts', 'cli/main': 'src/cli/main.ts' },
    outdir: directory,
    ...shared,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    target: 'node24',
    format: 'esm',
  } satisfies BuildOptions;
  // A thread has nothing to do with the rest of the program, and starts the sooner without it.
  const thread = {
    absWorkingDir: root,
    entryPoints: {
      'hashing/thread': 'src/oci/hashing/thread.ts',
      'inflating/thread': 'src/oci/inflate/aside/thread.ts',
    },
    outdir: directory,
    ...shared,
    target: 'node24',
    format: 'esm',
  } satisfies BuildOptions;
  const threads = await build(thread);
  // Every program and chunk lies one folder below.
  const define = {
    seaworthyHashingThread: '"../hashing/thread.js"',
    seaworthyInflatingThread: '"../inflating/thread.js"',
  };
  const seaworthyBuild = JSON.stringify(await digestOf({ ...options, define }, thread));
  const result = await build({ ...options, write: false, define: { ...define, seaworthyBuild } });
  const { format, target } = options;
  const files = await mergeChunks(chunksOf(result, root, directory), runs, { ...shared, format, target });
  for (const [path, text] of files) {
    const file = join(directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  // The checkout may be read as CommonJS by whoever copies dist/ alone: say what it is.
  writeFileSync(join(directory, 'package.json'), '{ "type": "module" }\n');
  chmodSync(join(directory, 'cli/main.js'), 0o755);
  const pack = await bundlePack(root, join(directory, 'policy-pack'));
  const outputs = { ...result.metafile.outputs, ...threads.metafile.outputs, ...pack.outputs };
  return { inputs: result.metafile.inputs, outputs };
}

/** What users wait for, the more so where nothing needs doing. */
const runs: Runs = [
  ['src/cli/main.ts'],
  ['src/cli/program.ts'],
  ...['scan', 'gate'].map((command) => [
    `src/cli/${command}.ts`,
    'src/oci/open-source.ts',
    'src/report/text/report.ts',
    'src/report/result-json.ts',
  ]),
  ['src/cli/verify.ts', 'src/oci/registry/docker-config.ts'],
  ['src/cli/stack.ts'],
  ['src/action/main.ts', 'src/oci/open-source.ts', 'src/oci/registry/docker-config.ts'],
];

function chunksOf(
  result: BuildResult<{ metafile: true }>,
  root: string,
  directory: string,
): readonly Chunk[] {
  const below = (path: string): string => relative(directory, resolve(root, path));
  const texts = new Map((result.outputFiles ?? []).map(({ path, text }) => [below(path), text]));
  return Object.entries(result.metafile.outputs).map(([path, { exports, imports, entryPoint }]) => ({
    path: below(path),
    text: texts.get(below(path)) ?? '',
    exports,
    imports: imports.filter(({ kind }) => kind === 'import-statement').map((one) => below(one.path)),
    entryPoint,
  }));
}

/** SHA-256 over every file that the options make: the name of the build, which is then written into it. */
async function digestOf(...programs: readonly BuildOptions[]): Promise<string> {
  const hash = createHash('sha256');
  for (const options of programs) {
    const { outputFiles } = await build({ ...options, write: false });
    for (const { contents } of outputFiles) hash.update(`${contents.length}\n`).update(contents);
  }
  return hash.digest('hex');
}

/** One file that the Pulumi CLI starts as it is; a folder around it makes it a directory pack. */
async function bundlePack(root: string, directory: string): Promise<Metafile> {
  const program = join(directory, 'seaworthy-policy-pack');
  const result = await build({
    absWorkingDir: root,
    entryPoints: ['policy-pack/pack/main.ts'],
    outfile: program,
    ...shared,
    target: 'node22',
    format: 'cjs',
    // One file has no other program beside it, and the pack reads no layers.
    define: { seaworthyHashingThread: '""', seaworthyInflatingThread: '""' },
  });
  chmodSync(program, 0o755);
  writeFileSync(join(directory, 'index.js'), "require('./seaworthy-policy-pack');\n");
  writeFileSync(join(directory, 'PulumiPolicy.yaml'), packProject);
  const { version, license }: { version: string; license: string } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const manifest = {
    name: 'seaworthy-policy-pack',
    version,
    license,
    type: 'commonjs',
    main: 'index.js',
    engines: { node: '>=22.3' },
    // The language host starts a directory pack with it; the program file needs nothing.
    dependencies: { '@pulumi/pulumi': '^3.259.0' },
  };
  writeFileSync(join(directory, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  return result.metafile;
}

const packProject = `runtime: nodejs
main: index.js
description: Proves pod security, isolation, storage and certificates of a stack before it is deployed.
license: Apache-2.0
`;
