// What is generated from the policy's schema: the JSON Schema for editors and the reference for people.
import { z } from 'zod';
import { policyText } from './effective-policy.ts';
import { exitCodes } from './exit-code.ts';
import { laterKeys } from './later-keys.ts';
import { defaultPolicy } from './policy-default.ts';
import { fieldRows } from './schema-rows.ts';
import type { Section } from './section.ts';
import { wholeSchema } from './sections.ts';

/** Path from the root of the repository → text, for the build. */
export function policyFiles(sections: readonly Section[]): ReadonlyMap<string, string> {
  return new Map([
    ['schema/seaworthy.schema.json', policyJsonSchema(sections)],
    ['docs/policy.md', policyReference(sections)],
  ]);
}

/** JSON Schema (2020-12) of `seaworthy.yaml`. */
export function policyJsonSchema(sections: readonly Section[]): string {
  const { $schema, ...schema } = z.toJSONSchema(wholeSchema(sections), { io: 'input' });
  return `${JSON.stringify({ $schema, title: 'seaworthy.yaml', ...schema }, undefined, 2)}\n`;
}

/** The reference of the policy file in Markdown. */
export function policyReference(sections: readonly Section[]): string {
  const rows = fieldRows(z.toJSONSchema(wholeSchema(sections), { io: 'input' }));
  const registered = new Set(sections.map((section) => section.path));
  const later = [...laterKeys].filter(([path]) => !registered.has(path) && !hasPart(registered, path));
  const text = [
    '# The policy file',
    '',
    'Generated from the schema by `npm run build`; edit the descriptions in `src/gate/policy-schema.ts` instead.',
    '',
    'The file is `.github/seaworthy.yaml` or `seaworthy.yaml`. Without one the defaults below gate. What the command',
    'line or the Action’s inputs say beats the file, and the file beats the defaults. On a pull request the file of the',
    'base branch decides; the one of the change is only previewed.',
    '',
    'The reader takes YAML 1.2 of at most 1 MiB and 64 levels, without anchors, aliases and tags. Unknown keys,',
    'duplicate keys and keys of features that are not there yet are errors.',
    '',
    '## Fields',
    '',
    '| field | values | meaning |',
    '| --- | --- | --- |',
    ...rows.map((row) => `| \`${row.field}\` | ${cell(row.values)} | ${cell(row.meaning)} |`),
    '',
    '## Defaults',
    '',
    '```yaml',
    policyText(defaultPolicy).trimEnd(),
    '```',
    '',
    ...(later.length === 0
      ? []
      : [
          '## Not there yet',
          '',
          'These keys are errors until the feature exists:',
          '',
          ...later.map(([path, what]) => `- \`${path}\`: ${what}`),
          '',
        ]),
    '## Locks',
    '',
    'An organisation’s policy names under `locked` the fields that a file which extends it may tighten and never',
    'loosen. Looser is: `consider` towards `observe`, a worse `minimum` grade, a missing `block` condition, a milder',
    '`unknownSeverity` or rule, a longer `maxAge`, any added waiver.',
    '',
    '## Exit codes',
    '',
    '| code | meaning |',
    '| --- | --- |',
    ...exitCodes.map(({ code, meaning }) => `| ${code} | ${cell(meaning)} |`),
    '',
  ];
  return text.join('\n');
}

function hasPart(registered: ReadonlySet<string>, path: string): boolean {
  return [...registered].some((one) => one.startsWith(`${path}.`));
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
