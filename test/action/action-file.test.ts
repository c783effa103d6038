// action.yml is what GitHub's own parser takes, and says exactly what the program reads and writes.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { NoOperationTraceWriter } from '@actions/workflow-parser';
import { parseAction } from '@actions/workflow-parser/actions/action-parser';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { actionDocument } from '../../build/action-document.ts';

const root = resolve(import.meta.dirname, '../..');
const text = readFileSync(join(root, 'action.yml'), 'utf8');
const file: { inputs: Record<string, { default?: string }>; outputs: object } = parse(text);

function complaints(content: string): readonly string[] {
  const { context } = parseAction({ name: 'action.yml', content }, new NoOperationTraceWriter());
  return context.errors.getErrors().map(String);
}

test('GitHub’s parser has nothing against it, the contexts of its defaults included', () => {
  expect(complaints(text)).toEqual([]);
  // It does look at contexts: `matrix` is there for defaults, `steps` is not.
  expect(complaints(text.replace('toJSON(matrix)', 'toJSON(steps)'))).toEqual([
    expect.stringContaining('steps'),
  ]);
});

const sources = readdirSync(join(root, 'src/action')).map((name) =>
  readFileSync(join(root, 'src/action', name), 'utf8'),
);

function named(pattern: RegExp): readonly string[] {
  return [
    ...new Set(sources.flatMap((source) => [...source.matchAll(pattern)].map(([, name = '']) => name))),
  ].sort();
}

test('every input is read, and none that it does not name', () => {
  expect(named(/\bget\('([a-z-]+)'\)/g)).toEqual(Object.keys(file.inputs).sort());
});

test('every output is written, and none that it does not name', () => {
  const written = [...named(/setOutput\(\s*'([a-z-]+)'/g), ...named(/\bput\(\s*'([a-z]+)'/g)];
  expect([...new Set(written)].sort()).toEqual(Object.keys(file.outputs).sort());
});

test('the page about it is the one of this file', () => {
  expect(readFileSync(join(root, 'docs/action.md'), 'utf8')).toBe(actionDocument(root));
});
