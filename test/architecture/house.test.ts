// The floor plan: imports point downwards, files stay small, the environment is read in one place.

import { posix } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { importsOf, sourceFiles } from './source.ts';

const floors = [
  ['src/action', 'src/cli', 'policy-pack/pack'],
  ['src/run'],
  ['src/github'],
  ['src/report'],
  ['policy-pack/rules'],
  ['policy-pack/reach'],
  ['policy-pack/model'],
  ['policy-pack/data'],
  ['src/evidence'],
  ['src/gate'],
  ['src/sbom'],
  ['src/health'],
  ['src/advisories'],
  ['src/inspection'],
  ['src/packages'],
  ['src/image'],
  ['src/oci'],
  ['src/http'],
  ['src/terms'],
];

const files = sourceFiles('src', 'policy-pack');

function room(path: string): string {
  return path.split('/').slice(0, 2).join('/');
}

function floor(path: string): number {
  return floors.findIndex((rooms) => rooms.includes(room(path)));
}

describe('the house', () => {
  test('every file stands in a room of the floor plan', () => {
    expect(files.filter((file) => floor(file.path) === -1).map((file) => file.path)).toEqual([]);
  });

  test('an import only points downwards, or stays in its room', () => {
    const wrong: string[] = [];
    for (const file of files) {
      for (const specifier of importsOf(file)) {
        if (!specifier.startsWith('.')) continue;
        const target = posix.normalize(posix.join(posix.dirname(file.path), specifier));
        if (target === 'package.json' || room(target) === room(file.path)) continue;
        if (floor(target) <= floor(file.path)) wrong.push(`${file.path} → ${target}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('no circle among the imports', () => {
    const edges = new Map(
      files.map((file) => [
        file.path,
        importsOf(file)
          .filter((specifier) => specifier.startsWith('.'))
          .map((specifier) => posix.normalize(posix.join(posix.dirname(file.path), specifier))),
      ]),
    );
    const circles: string[] = [];
    const done = new Set<string>();
    const visit = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) {
        circles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
        return;
      }
      if (done.has(path)) return;
      for (const next of edges.get(path) ?? []) visit(next, [...trail, path]);
      done.add(path);
    };
    for (const path of edges.keys()) visit(path, []);
    expect(circles).toEqual([]);
  });

  test('process.env is read in one file', () => {
    const readers = files.filter((file) => /\bprocess\.env\b/.test(file.text)).map((file) => file.path);
    expect(readers).toEqual(['src/terms/environment.ts']);
  });

  test('every export of the versioned facts is read by another file', () => {
    const data = files.filter(({ path }) => path.startsWith('policy-pack/data/'));
    const unread = data.flatMap(({ path, text }) =>
      [...text.matchAll(/^export const (\w+)/gm)]
        .map(([, name = '']) => name)
        .filter(
          (name) =>
            !files.some((other) => other.path !== path && new RegExp(`\\b${name}\\b`).test(other.text)),
        )
        .map((name) => `${path}: ${name}`),
    );
    expect(data.length).toBeGreaterThan(0);
    expect(unread).toEqual([]);
  });

  test('every file opens with one line that says what it owns', () => {
    expect(
      files.filter((file) => !/^(#!.*\n)?\/\/ \S.{10,}/.test(file.text)).map((file) => file.path),
    ).toEqual([]);
  });

  test('files stay small: median ≤ 2.4 kB (decision 0005), 95 % ≤ 9 kB, none above 12 kB but data', () => {
    const sizes = files
      .filter((file) => !/^\/\/ Data:/m.test(file.text))
      .map((file) => ({ path: file.path, bytes: Buffer.byteLength(file.text) }))
      .sort((a, b) => a.bytes - b.bytes);
    const at = (share: number): number => sizes[Math.floor((sizes.length - 1) * share)]?.bytes ?? 0;
    expect(sizes.filter((file) => file.bytes > 12_000)).toEqual([]);
    expect(at(0.95)).toBeLessThanOrEqual(9_000);
    expect(at(0.5)).toBeLessThanOrEqual(2_400);
  });

  test('names are kebab-case and no room is called util, helper, common, manager', () => {
    const wrong = files
      .map((file) => file.path)
      .filter(
        (path) =>
          !/^[a-z0-9./-]+$/.test(path) ||
          /\b(utils?|helpers?|common|manager)\b/.test(path.replace('credential-helper', '')),
      );
    expect(wrong).toEqual([]);
  });

  test('types are not given up', () => {
    const code = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    const wrong = files.filter(
      (file) => /:\s*any\b|<any>|\bas any\b/.test(code(file.text)) || /@ts-(ignore|nocheck)/.test(file.text),
    );
    expect(wrong.map((file) => file.path)).toEqual([]);
  });
});
