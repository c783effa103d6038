// A vulnerable package is found on the line of the lock file that brought it in.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { isLockFile, type LockFile, withLockLines } from '../../../src/inspection/lock-files/lock-lines.ts';
import type { Finding } from '../../../src/terms/finding.ts';
import { openssl, vulnerability } from '../../report/sample.ts';

function about(purl: string): Finding {
  const { details, ...finding } = vulnerability('CVE-2026-1', openssl);
  if (details.kind !== 'vulnerability') throw new Error('the sample is a vulnerability');
  return { ...finding, details: { ...details, purls: [purl] } };
}

/** `file:line` for a package, and the line's own text. */
function placed(files: readonly LockFile[], purl: string): string | undefined {
  const where = withLockLines([about(purl)], files)[0]?.where;
  if (where?.kind !== 'layer' || where.lockFile === undefined) return undefined;
  const { file, line } = where.lockFile;
  const text = files.find((one) => one.file === file)?.text.split('\n')[line - 1];
  return `${file}:${line} ${text?.trim()}`;
}

const cases: readonly (readonly [string, string, string, string])[] = [
  [
    'package-lock.json',
    '{\n  "lockfileVersion": 3,\n  "packages": {\n    "": {\n      "name": "app",\n      "version": "1.0.0"\n    },\n    "node_modules/a/node_modules/@s/b": {\n      "version": "1.2.3",\n      "resolved": "x"\n    }\n  }\n}\n',
    'pkg:npm/%40s/b@1.2.3',
    'package-lock.json:8 "node_modules/a/node_modules/@s/b": {',
  ],
  [
    'package-lock.json',
    '{\n  "packages": {\n    "node_modules/alias": {\n      "name": "real",\n      "version": "2.0.0"\n    }\n  }\n}\n',
    'pkg:npm/real@2.0.0',
    'package-lock.json:3 "node_modules/alias": {',
  ],
  [
    'npm-shrinkwrap.json',
    '{\n  "lockfileVersion": 1,\n  "dependencies": {\n    "minimist": {\n      "version": "0.0.8"\n    }\n  }\n}\n',
    'pkg:npm/minimist@0.0.8',
    'npm-shrinkwrap.json:4 "minimist": {',
  ],
  [
    'yarn.lock',
    '# yarn lockfile v1\n\n\n"@s/b@^1.0.0", "@s/b@~1.2.0":\n  version "1.2.3"\n  resolved "x"\n\nc@^2:\n  version "2.0.0"\n  dependencies:\n    b "1.0.0"\n',
    'pkg:npm/%40s/b@1.2.3',
    'yarn.lock:4 "@s/b@^1.0.0", "@s/b@~1.2.0":',
  ],
  [
    'yarn.lock',
    '__metadata:\n  version: 8\n\n"lodash@npm:^4.17.20":\n  version: 4.17.20\n  resolution: "lodash@npm:4.17.20"\n',
    'pkg:npm/lodash@4.17.20',
    'yarn.lock:4 "lodash@npm:^4.17.20":',
  ],
  [
    'pnpm-lock.yaml',
    "lockfileVersion: '9.0'\n\npackages:\n\n  '@s/b@1.2.3(react@18.0.0)':\n    resolution: {integrity: x}\n",
    'pkg:npm/%40s/b@1.2.3',
    "pnpm-lock.yaml:5 '@s/b@1.2.3(react@18.0.0)':",
  ],
  [
    'pnpm-lock.yaml',
    'lockfileVersion: 5.4\n\npackages:\n\n  /lodash/4.17.20_x@1:\n    resolution: {integrity: x}\n',
    'pkg:npm/lodash@4.17.20',
    'pnpm-lock.yaml:5 /lodash/4.17.20_x@1:',
  ],
  [
    'requirements-prod.txt',
    '# pinned\nFlask_Login[async]==0.6.1 ; python_version > "3" \\\n    --hash=sha256:00\n',
    'pkg:pypi/flask-login@0.6.1',
    'requirements-prod.txt:2 Flask_Login[async]==0.6.1 ; python_version > "3" \\',
  ],
  [
    'poetry.lock',
    '[[package]]\nname = "Jinja2"\nversion = "3.0.0"\n\n[package.dependencies]\nname = "1"\nversion = "2"\n',
    'pkg:pypi/jinja2@3.0.0',
    'poetry.lock:2 name = "Jinja2"',
  ],
  [
    'uv.lock',
    'version = 1\n\n[[package]]\nname = "a"\nversion = "1"\nsource = { registry = "x" }\n',
    'pkg:pypi/a@1',
    'uv.lock:4 name = "a"',
  ],
  [
    'Pipfile.lock',
    '{\n    "default": {\n        "jinja2": {\n            "hashes": [\n                "sha256:00"\n            ],\n            "version": "==3.0.0"\n        }\n    }\n}\n',
    'pkg:pypi/jinja2@3.0.0',
    'Pipfile.lock:3 "jinja2": {',
  ],
  [
    'go.mod',
    'module x\n\ngo 1.22\n\ntoolchain go1.22.1\n\nrequire (\n\tgolang.org/x/net v0.17.0 // indirect\n)\n\nreplace (\n\ta.b/c v1.0.0\n)\n',
    'pkg:golang/golang.org/x/net@v0.17.0',
    'go.mod:8 golang.org/x/net v0.17.0 // indirect',
  ],
  [
    'go.mod',
    'module x\n\ngo 1.21\n\ntoolchain go1.22.1\n',
    'pkg:golang/stdlib@1.22.1',
    'go.mod:5 toolchain go1.22.1',
  ],
  [
    'go.sum',
    'a.b/c v1.0.0/go.mod h1:x=\na.b/c v1.0.0 h1:y=\n',
    'pkg:golang/a.b/c@1.0.0',
    'go.sum:2 a.b/c v1.0.0 h1:y=',
  ],
];

describe('a line of', () => {
  test.each(cases)('%s', (file, text, purl, expected) => {
    expect(placed([{ file, text }], purl)).toBe(expected);
  });
});

test.each(cases)('%s does not claim another version', (file, text, purl) => {
  expect(placed([{ file, text }], `${purl}9`)).toBeUndefined();
});

test('every package of the lock file of this very project has its line', () => {
  const text = readFileSync(resolve(import.meta.dirname, '../../../package-lock.json'), 'utf8');
  const packages: Record<string, { version?: string; name?: string }> = JSON.parse(text).packages;
  const purls = Object.entries(packages)
    .filter(([path]) => path !== '')
    .map(([path, { version, name }]) => {
      const real = name ?? path.replace(/^.*node_modules\//, '');
      return `pkg:npm/${real.replace('@', '%40')}@${version}`;
    });
  expect(purls.length).toBeGreaterThan(300);
  const placedOnes = withLockLines(purls.map(about), [{ file: 'package-lock.json', text }]);
  const missing = placedOnes.flatMap(({ where }, index) =>
    where.kind === 'layer' && where.lockFile !== undefined ? [] : (purls[index] ?? []),
  );
  expect(missing).toEqual([]);
});

test('what says why goes before what says only that, and the root before what lies deeper', () => {
  const sum = { file: 'go.sum', text: 'a.b/c v1.0.0 h1:y=\n' };
  const mod = (file: string): LockFile => ({ file, text: 'require a.b/c v1.0.0\n' });
  expect(placed([sum, mod('z/go.mod'), mod('go.mod')], 'pkg:golang/a.b/c@v1.0.0')).toMatch(/^go\.mod:1/);
  expect(placed([sum, mod('z/go.mod')], 'pkg:golang/a.b/c@v1.0.0')).toMatch(/^z\/go\.mod:1/);
});

test.each([
  ['a/package-lock.json', true],
  ['requirements.txt', true],
  ['dev-requirements.txt', true],
  ['package.json', false],
  ['my-yarn.lock', false],
])('%s is a lock file: %s', (name, is) => {
  expect(isLockFile(name)).toBe(is);
});
