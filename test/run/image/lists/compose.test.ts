// A Compose file names the images that `docker compose` would run: variables filled in, anchors followed, files merged.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the braces are those of the files that are read
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { expandImages } from '../../../../src/run/image/globs.ts';
import { readEnvironment } from '../../../../src/terms/environment.ts';

interface Project {
  readonly environment?: Readonly<Record<string, string>>;
  readonly dotenv?: string;
  readonly override?: string;
}

function images(text: string, { environment = {}, dotenv, override }: Project = {}): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-compose-'));
  writeFileSync(join(folder, 'compose.yaml'), text);
  if (dotenv !== undefined) writeFileSync(join(folder, '.env'), dotenv);
  if (override !== undefined) writeFileSync(join(folder, 'override.yaml'), override);
  const names = override === undefined ? 'compose.yaml' : 'compose.yaml+override.yaml';
  try {
    return expandImages([`compose:${names}`], folder, new Map(Object.entries(environment)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function refusal(text: string, project: Project = {}): string {
  try {
    images(text, project);
  } catch (error) {
    if (error instanceof Error) return `${error.message} ${'fix' in error ? error.fix : ''}`;
  }
  return 'no refusal';
}

const one = (image: string): string => `services:\n  web:\n    image: ${JSON.stringify(image)}\n`;

describe('variables', () => {
  test.each<readonly [string, Project, string]>([
    ['r.example/web:$TAG', { environment: { TAG: '1' } }, 'r.example/web:1'],
    ['r.example/web:${TAG}', { dotenv: 'TAG=2\n' }, 'r.example/web:2'],
    ['r.example/web:${TAG}', { dotenv: 'TAG=2\n', environment: { TAG: '3' } }, 'r.example/web:3'],
    ['web:${TAG:-latest}', {}, 'web:latest'],
    ['web:${TAG:-latest}', { environment: { TAG: '' } }, 'web:latest'],
    ['web:x${TAG-latest}', { environment: { TAG: '' } }, 'web:x'],
    ['web:1${TAG:+-slim}', { environment: { TAG: 'yes' } }, 'web:1-slim'],
    ['web:1${TAG+-slim}${NONE+x}${EMPTY:+y}', { environment: { TAG: '', EMPTY: '' } }, 'web:1-slim'],
    ['web:${TAG:-${OTHER:-9}}', {}, 'web:9'],
    ['web:${TAG:-${OTHER:-9}}', { environment: { OTHER: '8' } }, 'web:8'],
    ['web:${TAG?needed}', { environment: { TAG: '7' } }, 'web:7'],
    ['web:$$TAG', {}, 'web:$TAG'],
    ['web:${A}', { dotenv: '# c\nexport B=\'x$y\' # c\nA="${B}\\"z" # c\n' }, 'web:x$y"z'],
    ['web:${A}', { dotenv: 'B=1\nA=${B}-2 # two\n' }, 'web:1-2'],
  ])('%s with %j is %s', (image, project, expected) => {
    expect(images(one(image), project)).toEqual([expected]);
  });

  test.each<readonly [string, Project, RegExp]>([
    ['web:$TAG', {}, /compose\.yaml:3 .*the image of web: the variable TAG is not set .*\.env/],
    ['web:${TAG:?give a tag}', { environment: { TAG: '' } }, /TAG is required: give a tag/],
    ['web:${TAG?}', {}, /TAG is required/],
    ['web:${TAG/a/b}', {}, /no form of a variable/],
    ['web:${TAG', {}, /\$\{TAG is no variable/],
    ['web:$', {}, /is no variable/],
    ['${A:-}', {}, /it is empty/],
    [`web:${'${A:-'.repeat(20)}${'}'.repeat(20)}`, {}, /nested too deep/],
    ['web:1', { dotenv: 'A=1\nno line\n' }, /\.env:2 .*sets no variable/],
    ['web:1', { dotenv: 'A="1\n' }, /\.env:1 .*does not end on its line/],
    ['web:1', { dotenv: 'A=${B}\n' }, /\.env:1 .*B is not set/],
  ])('%s with %j is refused', (image, project, said) => {
    expect(refusal(one(image), project)).toMatch(said);
  });

  test('whose names say a secret are never sent out within a reference', () => {
    const { variables } = readEnvironment({
      TAG: '1',
      GITHUB_SHA: 'c',
      GITHUB_TOKEN: 's',
      'INPUT_REGISTRY-PASSWORD': 's',
      ACTIONS_ID_TOKEN_REQUEST_URL: 's',
      DB_PASSWORD: 's',
      AWS_SECRET_ACCESS_KEY: 's',
    });
    expect([...variables.keys()]).toEqual(['TAG', 'GITHUB_SHA']);
  });
});

describe('the shape of the file', () => {
  test('anchors, aliases and merge keys are followed, the nearest first', () => {
    const text = `
x-base: &base { image: "r.example/base:1", restart: always }
x-other: &other { image: "r.example/other:1" }
x-name: &name r.example/named:1
services:
  a: *base
  b: { <<: *base, image: "r.example/own:1" }
  c: { <<: [*other, *base] }
  d: { image: *name }
`;
    expect(images(text)).toEqual([
      'r.example/base:1',
      'r.example/own:1',
      'r.example/other:1',
      'r.example/named:1',
    ]);
  });

  test('of several files the later one counts, service by service', () => {
    const text = 'services:\n  web: { image: "web:1" }\n  db: { image: "db:1" }\n';
    const override =
      'services:\n  web: { image: "web:2" }\n  db: { ports: [1] }\n  more: { image: "more:1" }\n';
    expect(images(text, { override })).toEqual(['web:2', 'db:1', 'more:1']);
  });

  test.each([
    ['include: [other.yaml]\nservices: { a: { image: b } }', /`include` is not read/],
    ['services:\n  a:\n    extends: { service: b }', /compose\.yaml:2 .*`extends` is not read/],
    ['services:\n  a: { <<: *none }', /anchor|alias/i],
    ['services:\n  a: { image: !reset null }', /tags \(!reset\)/],
    ['services: [a]', /it has no services/],
    ['services: { a: web }', /the service a is no mapping/],
    [`services: { a: ${'['.repeat(99)} }`, /nested deeper/],
    ['services: { a: { image: b }, a: { image: c } }', /is no YAML/],
  ])('%j is refused', (text, said) => {
    expect(refusal(text)).toMatch(said);
  });

  test('aliases do not multiply', () => {
    const rows = Array.from({ length: 30 }, (_, at) => `x-${at + 1}: &r${at + 1} [${`*r${at},`.repeat(9)}]`);
    const text = `x-0: &r0 [a]\n${rows.join('\n')}\nservices: { a: { image: "b:1" } }\n`;
    expect(images(text)).toEqual(['b:1']);
  });
});
