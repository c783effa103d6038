// Package URLs: parse, build and validate cases of the purl specification, required and recommended.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { formatPurl, parsePurl, validatePurl } from '../../../src/packages/purl.ts';
import type { Purl } from '../../../src/packages/purl-parts.ts';
import type { Suite } from '../suite.ts';

interface Parts {
  type: string | null;
  namespace: string | null;
  name: string | null;
  version: string | null;
  qualifiers: Record<string, string> | null;
  subpath: string | null;
}

type Case = { description: string; test_group: string; expected_failure?: boolean } & (
  | { test_type: 'parse'; input: string; expected_output?: Parts }
  | { test_type: 'build'; input: Partial<Parts>; expected_output?: string }
  | { test_type: 'validate'; input: string; expected_output?: string }
);

export const suite: Suite = {
  name: 'purl',
  async run(folder) {
    const files: { file: string }[] = JSON.parse(readFileSync(join(folder, 'files.json'), 'utf8'));
    const failures: string[] = [];
    let total = 0;
    for (const { file } of files) {
      const { tests }: { tests: Case[] } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
      for (const test of tests) {
        total += 1;
        const got = answer(test);
        const want = test.expected_failure ? undefined : test.expected_output;
        if (!isDeepStrictEqual(got, want)) {
          failures.push(
            `${file} ${test.test_group} ${test.test_type} ${JSON.stringify(test.input)}: ${JSON.stringify(got)} instead of ${JSON.stringify(want)}`,
          );
        }
      }
    }
    return { passed: total - failures.length, total, failures };
  },
};

function answer(test: Case): Parts | string | undefined {
  if (test.test_type === 'parse') {
    const parsed = parsePurl(test.input);
    return parsed.kind === 'ok' ? plain(parsed.purl) : undefined;
  }
  if (test.test_type === 'validate') {
    const validated = validatePurl(test.input);
    return validated.kind === 'ok' ? validated.canonical : undefined;
  }
  const built = formatPurl({ ...test.input, qualifiers: Object.entries(test.input.qualifiers ?? {}) });
  return built.kind === 'ok' ? built.text : undefined;
}

function plain(purl: Purl): Parts {
  return {
    type: purl.type,
    namespace: purl.namespace ?? null,
    name: purl.name,
    version: purl.version ?? null,
    qualifiers: purl.qualifiers.size === 0 ? null : Object.fromEntries(purl.qualifiers),
    subpath: purl.subpath ?? null,
  };
}
