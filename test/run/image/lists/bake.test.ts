// A Bake definition means to the gate what it means to `docker buildx bake`; what is not read is named with its line.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the braces are those of the files that are read
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { expandImages } from '../../../../src/run/image/globs.ts';

const folder = mkdtempSync(join(tmpdir(), 'seaworthy-bake-'));

function images(
  text: string,
  environment: Readonly<Record<string, string>> = {},
  targets = '',
): readonly string[] {
  writeFileSync(join(folder, 'docker-bake.hcl'), text);
  return expandImages([`bake:docker-bake.hcl${targets}`], folder, new Map(Object.entries(environment)));
}

function refusal(text: string, environment: Readonly<Record<string, string>> = {}): string {
  try {
    images(text, environment);
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  return 'no refusal';
}

/** Variables of which each names the one before twice. */
const doubled = (twice: (name: string) => string, first: string): string =>
  Array.from(
    { length: 20 },
    (_, at) => `variable "V${at}" { default = "${at === 0 ? first : twice(`V${at - 1}`)}" }\n`,
  ).join('');

const target = (tags: string): string => `target "default" {\n  tags = ${tags}\n}\n`;

/** As such files are written: metadata-action's target, what is common, groups of groups, outputs of all kinds. */
const shop = `
# Versions
variable "REGISTRY" { default = "r.example" }
variable "TAG" {
  default = "dev" // overridden in CI
}
variable "LATEST" { default = false }
variable "DEST" {}
/* Of docker/metadata-action,
   which overrides it. */
target "meta-helper" { tags = ["\${REGISTRY}/local:\${TAG}"] }
target "_common" {
  args = { BUILDER = timestamp(), "a.b" = 1, C = <<-EOT
      some text with } and "quotes"
    EOT
  }
  output = ["type=registry"]
}
function "at" {
  params = [name]
  result = "\${REGISTRY}/\${name}:\${TAG}"
}
group "default" { targets = ["images", "web"] }
group "images" {
  targets = ["web", "api"]
}
target "web" {
  inherits = ["meta-helper", "_common"]
  tags = [at("web"), LATEST ? at("latest") : ""]
}
target api {
  inherits = ["_common", "meta-helper"]
}
target "layout" { output = ["type=oci,tar=false,\\"dest=\${DEST != "" ? DEST : "out"}/layout\\""] }
target "engine" {
  tags   = ["app:dev"]
  output = [{ type = "docker" }]
}
target "lint" {
  tags   = ["never:made"]
  output = ["type=cacheonly"]
}
target "named" { output = ["type=image,name=\${REGISTRY}/named:1,push=true"] }
target "release" {
  matrix = {
    item    = [{ name = "a", base = "alpine" }, { name = "b", base = "debian" }]
    version = ["1.0", "2.0"]
  }
  name = "release-\${item.name}-\${replace(version, ".", "-")}"
  tags = ["\${REGISTRY}/\${item.name}:\${version}-\${item["base"]}"]
}
`;

describe('what is built', () => {
  test.each<readonly [string, Readonly<Record<string, string>>, readonly string[]]>([
    ['', {}, ['r.example/web:dev', 'r.example/local:dev']],
    ['', { TAG: '1.2', LATEST: 'true' }, ['r.example/web:1.2', 'r.example/local:1.2']],
    ['', { REGISTRY: '' }, ['/web:dev', '/local:dev']],
    ['#layout', {}, ['oci:out/layout']],
    ['#layout', { DEST: 'there' }, ['oci:there/layout']],
    ['#engine+lint', {}, ['docker-daemon:app:dev']],
    ['#named', {}, ['r.example/named:1']],
    ['#release-b-2-0', {}, ['r.example/b:2.0-debian']],
    [
      '#release',
      {},
      [
        'r.example/a:1.0-alpine',
        'r.example/a:2.0-alpine',
        'r.example/b:1.0-debian',
        'r.example/b:2.0-debian',
      ],
    ],
  ])('%s with %j is %j', (targets, environment, expected) => {
    expect(images(shop, environment, targets)).toEqual(expected);
  });

  test('the later file counts, attribute by attribute', () => {
    writeFileSync(join(folder, 'override.hcl'), 'TAG = "9"\ntarget "web" {\n  tags = [at("own")]\n}\n');
    writeFileSync(join(folder, 'docker-bake.hcl'), shop);
    const both = expandImages(['bake:docker-bake.hcl+override.hcl'], folder, new Map());
    expect(both).toEqual(['r.example/own:9', 'r.example/local:9']);
  });

  test('a definition in JSON has the same templates', () => {
    const json = {
      variable: { TAG: { default: '1' } },
      group: { default: { targets: ['web'] } },
      target: { base: { tags: ['r.example/web:${TAG}', '$${kept}'] }, web: { inherits: ['base'] } },
    };
    expect(images(JSON.stringify(json), { TAG: '2' })).toEqual(['r.example/web:2']);
  });
});

describe('texts', () => {
  test.each([
    ['"r.example/a:1"', 'r.example/a:1'],
    [String.raw`"r.example/\u0061:\"x\""`, 'r.example/a:"x"'],
    ['"a:$${x}-%%{y}-$1"', 'a:${x}-%{y}-$1'],
    ['trimspace(<<E\n a:1\nE\n)', 'a:1'],
    ['trimspace(<<-E\n    a:${join("-", ["x", "y"])}\n  E\n)', 'a:x-y'],
    ['"${true && !false ? "yes" : "no"}:${1 == 1.0}"', 'yes:true'],
    ['lower(split("/", "X/Y:1")[1])', 'y:1'],
    ['concat(["a:1"], ["b:2"])[1]', 'b:2'],
  ])('%s is %s', (written, read) => {
    expect(images(target(`[\n  ${written}, # the only one\n]`))).toEqual([read]);
  });
});

describe('is refused with its line', () => {
  test.each([
    [target('[sha256("x")]'), /hcl:2 .*the function sha256 is not read/],
    [target('["${NONE}:1"]'), /hcl:2 .*nothing is called NONE/],
    [target('[for t in ["a"] : t]'), /hcl:2 .*`for` is not read/],
    [target('["%{ if true }a%{ endif }"]'), /hcl:2 .*directives/],
    [target('["a:${1 + 1}"]'), /hcl:2 .*the operator \+ is not read/],
    [target('["a:${[]}"]'), /hcl:2 .*a list is no text/],
    [target('["a'), /hcl:2 .*a text has no end/],
    [target('[<<E\na'), /the heredoc E has no end/],
    [target(`${'['.repeat(99)}`), /nested deeper than 64/],
    ['target "default" {\n  tags = ["a"]', /the block target has no end/],
    ['target "default" {\n  tags = ["a"] pull = true\n}', /hcl:2 .*a line end is missing/],
    ['target "default" {\n  tags = ["a"]\n  tags = ["b"]\n}', /hcl:3 .*tags stands twice/],
    ['target "a" "b" {}', /hcl:1 .*a target has one name/],
    ['/* never closed', /hcl:1 .*a comment has no end/],
    ['target "web" {\n  tags = ["a"]\n}', /there is no group or target default/],
    ['group "default" {\n  targets = ["none"]\n}', /hcl:2 .*there is no group or target none/],
    ['group "default" {\n  targets = ["default"]\n}', /hcl:2 .*contains itself/],
    ['target "default" {\n  inherits = ["default"]\n}', /hcl:2 .*inherits itself/],
    ['target "default" {\n  inherits = ["none"]\n}', /hcl:2 .*none, is no one target/],
    [
      `${doubled((name) => `\${${name}}\${${name}}`, 'x')}${target('[V19]')}`,
      /longer than 8192|too many steps/,
    ],
    [`${doubled((name) => `\${${name} == "y" ? "x" : ${name}}`, 'x')}${target('[V19]')}`, /too many steps/],
    [
      `function "f" {\n  params = [x]\n  result = "\${x}\${x}"\n}\n${target(`[${'f('.repeat(40)}"x"${')'.repeat(40)}]`)}`,
      /longer than 8192/,
    ],
    [`variable "A" { default = B }\nvariable "B" { default = A }\n${target('[A]')}`, /needs itself/],
    [`function "f" {\n  params = []\n  result = f()\n}\n${target('[f()]')}`, /called too deep/],
    ['target "default" {\n  matrix = { a = ["1"] }\n  tags = ["a"]\n}', /hcl:2 .*no `name`/],
    ['group "default" {\n  targets = []\n}', /it names no image/],
  ])('%j', (text, said) => {
    expect(refusal(text)).toMatch(said);
  });

  test('a value of the environment that is not of the default’s kind', () => {
    const text = `variable "ON" { default = true }\n${target('["a:${ON}"]')}`;
    expect(images(text, { ON: '0' })).toEqual(['a:false']);
    expect(refusal(text, { ON: 'perhaps' })).toMatch(/the environment's ON \("perhaps"\)/);
  });
});
