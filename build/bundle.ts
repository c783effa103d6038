// Bundles the Action and the command line into dist/: same sources, same bytes, wherever the checkout stands.

import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';

/** Some dependencies are CommonJS and ask for `require` at run time. */
const banner =
  "import { createRequire as seaworthyRequire } from 'node:module';const require = seaworthyRequire(import.meta.url);";

/** Writes `<directory>/{action,cli,chunks}`; returns esbuild's account of what went in. */
export async function bundle(root: string, directory: string): Promise<Metafile> {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const result = await build({
    absWorkingDir: root,
    entryPoints: { 'action/main': 'src/action/main.ts', 'cli/main': 'src/cli/main.ts' },
    outdir: directory,
    bundle: true,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    platform: 'node',
    target: 'node24',
    format: 'esm',
    banner: { js: banner },
    minifySyntax: true,
    minifyWhitespace: true,
    minifyIdentifiers: false,
    legalComments: 'none',
    charset: 'utf8',
    metafile: true,
    logLevel: 'error',
  });
  // The checkout may be read as CommonJS by whoever copies dist/ alone: say what it is.
  writeFileSync(join(directory, 'package.json'), '{ "type": "module" }\n');
  chmodSync(join(directory, 'cli/main.js'), 0o755);
  return result.metafile;
}
