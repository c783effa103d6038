// Bundles the Action and the command line into dist/: same sources, same bytes, wherever the checkout stands.

import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';

/** Some dependencies are CommonJS and ask for `require` at run time. */
const banner =
  "import { createRequire as seaworthyRequire } from 'node:module';const require = seaworthyRequire(import.meta.url);";

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
} as const;

/** Writes `<directory>/{action,cli,chunks,policy-pack}`; returns esbuild's account of what went in. */
export async function bundle(root: string, directory: string): Promise<Metafile> {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const result = await build({
    absWorkingDir: root,
    entryPoints: { 'action/main': 'src/action/main.ts', 'cli/main': 'src/cli/main.ts' },
    outdir: directory,
    ...shared,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    target: 'node24',
    format: 'esm',
    banner: { js: banner },
  });
  // The checkout may be read as CommonJS by whoever copies dist/ alone: say what it is.
  writeFileSync(join(directory, 'package.json'), '{ "type": "module" }\n');
  chmodSync(join(directory, 'cli/main.js'), 0o755);
  const pack = await bundlePack(root, join(directory, 'policy-pack'));
  return { inputs: result.metafile.inputs, outputs: { ...result.metafile.outputs, ...pack.outputs } };
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
