// Bundles the Action and the command line into dist/: same sources, same bytes, wherever the checkout stands.

import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';

/** Some dependencies are CommonJS and ask for `require` at run time. */
const banner =
  "import { createRequire as seaworthyRequire } from 'node:module';const require = seaworthyRequire(import.meta.url);";

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

/**
 * Of these an import of any name evaluates every property, `process.stdin` among them: some milliseconds that all
 * commands would pay.
 */
const builtinsByName: Plugin = {
  name: 'builtins-by-name',
  setup(building) {
    const namespace = 'builtin';
    building.onResolve({ filter: /^node:(?:process|util)$/ }, ({ path }) => ({ path, namespace }));
    building.onLoad({ filter: /.*/, namespace }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
    // commander names it for subcommands that are programs of their own; nearly no run starts any.
    building.onResolve({ filter: /^node:child_process$/ }, ({ path }) => ({ path, namespace: 'later' }));
    building.onLoad({ filter: /.*/, namespace: 'later' }, ({ path }) => ({
      contents: `const names = ['exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync'];
for (const name of names)
  Object.defineProperty(exports, name, {
    enumerable: true,
    get: () => process.getBuiltinModule(${JSON.stringify(path)})[name],
  });`,
    }));
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
    banner: { js: banner },
  } satisfies BuildOptions;
  const seaworthyBuild = JSON.stringify(await digestOf(options));
  const result = await build({ ...options, define: { seaworthyBuild } });
  // The checkout may be read as CommonJS by whoever copies dist/ alone: say what it is.
  writeFileSync(join(directory, 'package.json'), '{ "type": "module" }\n');
  chmodSync(join(directory, 'cli/main.js'), 0o755);
  const pack = await bundlePack(root, join(directory, 'policy-pack'));
  return { inputs: result.metafile.inputs, outputs: { ...result.metafile.outputs, ...pack.outputs } };
}

/** SHA-256 over every file that the options make: the name of the build, which is then written into it. */
async function digestOf(options: BuildOptions): Promise<string> {
  const { outputFiles } = await build({ ...options, write: false });
  const hash = createHash('sha256');
  for (const { contents } of outputFiles) hash.update(`${contents.length}\n`).update(contents);
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
    engines: { node: '>=22' },
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
