// Bundles the packs beside ours as ours is bundled: one file that Node starts.
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';

/** Only programs in TypeScript need a compiler, and a bundle is none; the SDK asks for one all the same. */
const withoutCompiler: Plugin = {
  name: 'without-compiler',
  setup(building) {
    const namespace = 'absent';
    building.onResolve({ filter: /^(?:typescript|ts-node)$/ }, ({ path }) => ({ path, namespace }));
    building.onLoad({ filter: /.*/, namespace }, () => ({ contents: 'module.exports = {};' }));
  },
};

/** `stock` on the SDK with as many policies, or `empty`; the program's path. It wants a package.json beside it. */
export async function bundlePack(
  directory: string,
  name: 'stock' | 'empty',
  policies: number,
): Promise<string> {
  const program = join(directory, `${name}-pack`);
  await build({
    entryPoints: [join(import.meta.dirname, `${name}.ts`)],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: 'error',
    plugins: [withoutCompiler],
    define: { POLICIES: String(policies) },
    banner: { js: '#!/usr/bin/env node\nprocess.chdir(__dirname);' },
  });
  chmodSync(program, 0o755);
  writeFileSync(
    join(directory, 'package.json'),
    '{ "name": "bench", "version": "1.0.0", "type": "commonjs" }\n',
  );
  return program;
}
