// Joins small chunks of a split bundle that the same commands load: a file more costs a command more than what stands in it.
import { createHash } from 'node:crypto';
import { dirname, relative } from 'node:path/posix';
import { type BuildOptions, build, type Plugin } from 'esbuild';

/** One file of a split bundle. */
export interface Chunk {
  /** Below the bundle's folder. */
  readonly path: string;
  readonly text: string;
  /** Names that it exports. */
  readonly exports: readonly string[];
  /** Files that are loaded before it, by path. */
  readonly imports: readonly string[];
  /** The source that it begins with, where others may ask for it by name. */
  readonly entryPoint: string | undefined;
}

/** Where a chunk's text ends up, and what the names that it exports are called there. */
interface Place {
  readonly file: string;
  readonly nameOf: (name: string) => string;
}

/** Runs that users wait for, by the entries that each of them loads. */
export type Runs = readonly (readonly string[])[];

/**
 * The same bundle in fewer files, by path: chunks that exactly the same of the runs load become one, so that none of them
 * loads more than before. Entries stay alone, for they are asked for by their name, and so does what none of the runs loads.
 * Modules that do not import each other may be evaluated in another order than before.
 */
export async function mergeChunks(
  chunks: readonly Chunk[],
  runs: Runs,
  options: BuildOptions,
): Promise<ReadonlyMap<string, string>> {
  const groups = groupsOf(chunks, runs);
  const places = new Map<string, Place>();
  for (const [file, members] of groups) {
    for (const [at, { path }] of members.entries()) {
      places.set(path, { file, nameOf: (name) => (members.length === 1 ? name : `${name}_${at}`) });
    }
  }
  const result = await build({
    ...options,
    splitting: false,
    write: false,
    outdir: '/',
    entryPoints: [...groups.keys()].map((file) => ({ in: `joined:${file}`, out: file.replace(/\.js$/, '') })),
    plugins: [joining(groups, places, new Map(chunks.map((chunk) => [chunk.path, chunk])))],
  });
  return new Map((result.outputFiles ?? []).map(({ path, text }) => [path.slice(1), text]));
}

/** By the file that they become. */
function groupsOf(chunks: readonly Chunk[], runs: Runs): ReadonlyMap<string, readonly Chunk[]> {
  const loads = runs.map((entries) => loadedBy(entries, chunks));
  const sets = new Map<string, Chunk[]>();
  for (const chunk of chunks) {
    const of = loads.flatMap((paths, run) => (paths.has(chunk.path) ? [run] : []));
    const key = chunk.entryPoint === undefined && of.length > 0 ? of.join() : chunk.path;
    sets.set(key, [...(sets.get(key) ?? []), chunk]);
  }
  const groups = [...sets.values()].map((members): [string, readonly Chunk[]] => {
    const sorted = members.sort((a, b) => (a.path < b.path ? -1 : 1));
    const name = createHash('sha256').update(sorted.map(({ path }) => path).join('\n'));
    const [first] = sorted;
    if (first !== undefined && sorted.length === 1) return [first.path, sorted];
    return [`chunks/shared-${name.digest('hex').slice(0, 8)}.js`, sorted];
  });
  return new Map(groups.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function loadedBy(entries: readonly string[], chunks: readonly Chunk[]): ReadonlySet<string> {
  const byPath = new Map(chunks.map((chunk) => [chunk.path, chunk]));
  const found = new Set<string>();
  const load = (path: string): void => {
    if (found.has(path)) return;
    found.add(path);
    for (const other of byPath.get(path)?.imports ?? []) load(other);
  };
  for (const source of entries) {
    const entry = chunks.find(({ entryPoint }) => entryPoint === source);
    if (entry === undefined)
      throw new Error(`the bundle has no entry ${source}: mend the runs that it is made for`);
    load(entry.path);
  }
  return found;
}

/** Three kinds of modules: a file to be, a chunk inside of its file, a chunk as another file sees it. */
function joining(
  groups: ReadonlyMap<string, readonly Chunk[]>,
  places: ReadonlyMap<string, Place>,
  chunks: ReadonlyMap<string, Chunk>,
): Plugin {
  const chunkAt = (path: string): Chunk & Place => {
    const [chunk, place] = [chunks.get(path), places.get(path)];
    if (chunk === undefined || place === undefined) throw new Error(`the bundle has no chunk ${path}`);
    return { ...chunk, ...place };
  };
  return {
    name: 'merge-chunks',
    setup(building) {
      building.onResolve({ filter: /.*/ }, ({ path, kind, importer, namespace, resolveDir }) => {
        if (kind === 'entry-point') {
          const file = path.slice('joined:'.length);
          // Alone, a chunk stays itself, with the line for the shell that a program begins with.
          return { path: file, namespace: groups.get(file)?.length === 1 ? 'chunk' : 'joined' };
        }
        if (kind === 'dynamic-import' || namespace === 'outside') return { path, external: true };
        if (namespace === 'joined') return { path, namespace: 'chunk' };
        const wanted = relative('/', `${resolveDir}/${path}`);
        if (chunkAt(wanted).file === chunkAt(importer).file) return { path: wanted, namespace: 'chunk' };
        return { path: `${dirname(importer)} ${wanted}`, namespace: 'outside' };
      });
      building.onLoad({ filter: /.*/, namespace: 'joined' }, ({ path }) => {
        const members = groups.get(path) ?? [];
        const lines = members.map((member) => {
          const { nameOf } = chunkAt(member.path);
          return reexport(member, member.path, (name) => `${name} as ${nameOf(name)}`);
        });
        return { contents: lines.join('\n') };
      });
      building.onLoad({ filter: /.*/, namespace: 'chunk' }, ({ path }) => ({
        contents: chunkAt(path).text,
        resolveDir: `/${dirname(path)}`,
      }));
      building.onLoad({ filter: /.*/, namespace: 'outside' }, ({ path }) => {
        const [from = '', wanted = ''] = path.split(' ');
        const chunk = chunkAt(wanted);
        const file = relative(from, chunk.file);
        const address = file.startsWith('.') ? file : `./${file}`;
        return { contents: reexport(chunk, address, (name) => `${chunk.nameOf(name)} as ${name}`) };
      });
    },
  };
}

/** An import of no name is one too: what the chunk does when it is loaded must be done. */
function reexport(chunk: Chunk, from: string, clause: (name: string) => string): string {
  return `export { ${chunk.exports.map(clause).join(', ')} } from ${JSON.stringify(from)};`;
}
