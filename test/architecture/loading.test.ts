// What a command loads before it knows what is asked of it: the rest waits for a policy, an option or an image that needs it.
import { posix } from 'node:path';
import { expect, test } from '@jest/globals';
import { eagerImportsOf, sourceFiles } from './source.ts';

const files = new Map(sourceFiles('src', 'policy-pack').map((file) => [file.path, file]));

/** Everything that is loaded with a file: paths of sources, names of packages. */
function loadedWith(path: string, found = new Set<string>()): ReadonlySet<string> {
  const file = files.get(path);
  if (found.has(path)) return found;
  found.add(path);
  for (const specifier of file === undefined ? [] : eagerImportsOf(file)) {
    const isOurs = specifier.startsWith('.');
    loadedWith(isOurs ? posix.join(posix.dirname(path), specifier) : specifier, found);
  }
  return found;
}

test.each([
  ['scan', /^policy-pack\/|^@sigstore\/|^yaml$|^src\/inspection\/import\/(?!tool-report)/],
  ['gate', /^policy-pack\/|^@sigstore\/|^src\/inspection\/import\/(?!tool-report)/],
  ['verify', /^policy-pack\/|^yaml$|^src\/packages\/|^src\/advisories\//],
])('%s loads nothing that only some of its runs need', (command, seldom) => {
  const loaded = loadedWith(`src/cli/${command}.ts`);
  expect(loaded.size).toBeGreaterThan(50);
  expect([...loaded].filter((one) => seldom.test(one))).toEqual([]);
});
