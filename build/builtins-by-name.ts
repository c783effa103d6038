// A plugin of esbuild: of Node's own modules a bundle takes the names that it uses, and evaluates no others.
import { isBuiltin } from 'node:module';
import type { Plugin } from 'esbuild';

/**
 * An `import` of one name of a module of Node's evaluates all its properties, and many of those load further modules:
 * WebCrypto, readline, workers. Here each name is a constant of its own that goes where nobody asks for it. A `require`,
 * which CommonJS packages write, gets the whole module: it evaluates nothing.
 */
export const builtinsByName: Plugin = {
  name: 'builtins-by-name',
  setup(building) {
    building.onResolve({ filter: /^[a-z]/ }, ({ path, kind }) => {
      if (!isBuiltin(path)) return undefined;
      const namespace = kind === 'require-call' ? 'builtin-required' : 'builtin';
      return { path: path.replace(/^node:/, ''), namespace, sideEffects: false };
    });
    building.onLoad({ filter: /.*/, namespace: 'builtin-required' }, ({ path }) => ({
      contents: `module.exports = ${taken(path)};`,
    }));
    building.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: path === 'child_process' ? whenCalled(path) : byName(path),
    }));
  },
};

function taken(path: string): string {
  return `process.getBuiltinModule(${JSON.stringify(`node:${path}`)})`;
}

/** In the order of Node's own list, which its locked version gives. */
function namesOf(path: string): readonly string[] {
  const module: unknown = process.getBuiltinModule(`node:${path}`);
  if (module === undefined || module === null) throw new Error(`Node has no module ${path}`);
  return Object.keys(module).filter((name) => /^[A-Za-z_]\w*$/.test(name) && name !== 'default');
}

function byName(path: string): string {
  const lines = namesOf(path).map(
    (name) =>
      `const ${name}_ = /* @__PURE__ */ take(${JSON.stringify(name)});\nexport { ${name}_ as ${name} };`,
  );
  return `const all = /* @__PURE__ */ whole();
function whole() { return ${taken(path)}; }
function take(name) { return all[name]; }
export default all;
${lines.join('\n')}
`;
}

/** commander names child processes for subcommands that are programs of their own; nearly no run starts any. */
function whenCalled(path: string): string {
  const names = namesOf(path).filter((name) => /^[a-z]/.test(name));
  const functions = names.map(
    (name) => `export const ${name} = (...rest) => ${taken(path)}.${name}(...rest);`,
  );
  return `${functions.join('\n')}\nexport default { ${names.join(', ')} };\n`;
}
