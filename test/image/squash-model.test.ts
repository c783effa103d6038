// Random layers: the squashed view equals a naive model that applies them one by one to a tree.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { squash } from '../../src/image/squash.ts';
import { analyze } from './layers.ts';
import { type TarItem, writeTar } from './tar-writer.ts';

type Step =
  | { readonly kind: 'file' | 'directory' | 'whiteout'; readonly path: readonly string[] }
  | { readonly kind: 'opaque'; readonly path: readonly string[] };

const name = fc.constantFrom('a', 'b', 'a-', 'ä');
const path = fc.array(name, { minLength: 1, maxLength: 3 });
const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('file', 'directory', 'whiteout', 'opaque'),
  path,
});
const layers = fc.array(fc.array(step, { maxLength: 8 }), { minLength: 1, maxLength: 4 });

function toItem({ kind, path: parts }: Step): TarItem {
  const parent = parts
    .slice(0, -1)
    .map((part) => `${part}/`)
    .join('');
  switch (kind) {
    case 'file':
      return { path: parts.join('/'), body: 'f' };
    case 'directory':
      return { path: `${parts.join('/')}/` };
    case 'whiteout':
      return { path: `${parent}.wh.${parts.at(-1)}` };
    case 'opaque':
      return { path: `${parts.join('/')}/.wh..wh..opq` };
  }
}

/** Path → layer and kind, after the words of the specification: deletions first, then the layer's own entries. */
function model(all: readonly (readonly Step[])[]): string[] {
  const tree = new Map<string, { layer: number; file: boolean }>();
  all.forEach((steps, layer) => {
    const below = (root: string): string[] => [...tree.keys()].filter((key) => key.startsWith(`${root}/`));
    for (const { kind, path: parts } of steps) {
      const key = parts.join('/');
      if (kind === 'whiteout' || kind === 'opaque') for (const gone of below(key)) tree.delete(gone);
      if (kind === 'whiteout') tree.delete(key);
    }
    const own = new Map<string, boolean>();
    for (const { kind, path: parts } of steps) {
      if (kind === 'file' || kind === 'directory') own.set(parts.join('/'), kind === 'file');
    }
    for (const [key, file] of own) if (file) for (const gone of below(key)) tree.delete(gone);
    for (const [key, file] of own) tree.set(key, { layer, file });
  });
  return [...tree]
    .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map(([key, { layer, file }]) => `${layer} ${file ? 'file' : 'directory'} ${key}`);
}

describe('random layers', () => {
  test('the view shows what applying them one by one leaves, by entry, by listing, and by fact', async () => {
    await fc.assert(
      fc.asyncProperty(layers, async (all) => {
        const records = await Promise.all(all.map((steps) => analyze(writeTar(steps.map(toItem)))));
        const view = squash(records);
        const shown = [...view.entries()].map(({ entry, layer }) => `${layer} ${entry.type} ${entry.path}`);
        expect(shown).toEqual(model(all));
        for (const line of shown) {
          const [layer = '', type, ...rest] = line.split(' ');
          expect(view.entry(rest.join(' '))).toMatchObject({ layer: Number(layer), entry: { type } });
        }
        const visible = view.facts('bodies').filter((fact) => fact.visible);
        const files = shown.filter((line) => line.includes(' file '));
        expect(visible.map((fact) => `${fact.layer} file ${fact.path}`).sort()).toEqual(files.sort());
        for (const { path: parts } of all.flat()) {
          const known = shown.some((line) => line.endsWith(` ${parts.join('/')}`));
          expect(view.entry(parts.join('/')) !== undefined).toBe(known);
        }
      }),
      { numRuns: 300 },
    );
  });
});
