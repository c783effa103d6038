// Reads `seaworthy.yaml` into a layer of policy; every mistake names file, line, column, field and fix.
import type { z } from 'zod';
import { UserError } from '../terms/errors.ts';
import type { PolicyLayer } from './policy.ts';
import { policySchema } from './policy-schema.ts';
import { checkRuleNames } from './rule-names.ts';
import { describeIssue } from './schema-issue.ts';
import type { RuleDeclaration, Section } from './section.ts';
import { takeSections } from './sections.ts';
import { checkWaivers } from './waiver-check.ts';
import { fieldName, type Path, readYaml, type Tree, type YamlFile } from './yaml-tree.ts';

export interface PolicyOptions {
  /** Name of the file for messages. */
  readonly file: string;
  /** Decides which waivers are over. */
  readonly now: Date;
  readonly sections?: readonly Section[];
  /** Rules that exist; naming another one is an error. */
  readonly rules?: readonly RuleDeclaration[];
  /** `drop`: a waiver that is over does nothing and is a warning (judging by a base's policy). */
  readonly expired?: 'refuse' | 'drop';
}

export interface PolicyFile {
  readonly layer: PolicyLayer;
  readonly warnings: readonly string[];
  readonly source: YamlFile;
}

/** Parses one policy file; throws `UserError` with code `policy` or `waiver`. */
export function parsePolicy(text: string, options: PolicyOptions): PolicyFile {
  const source = readYaml(text, options.file);
  const sections = options.sections ?? [];
  if (typeof source.value !== 'object' || source.value === null || Array.isArray(source.value)) {
    throw notKeys(text, source);
  }
  const { rest, taken } = takeSections(source.value, sections);
  const strangers = strangerKeys(rest, sections);
  if (strangers !== undefined) throw issueError(source, [strangers], sections, []);
  const parsed = policySchema.safeParse(rest);
  if (!parsed.success) throw issueError(source, parsed.error.issues, sections, []);
  const values = new Map<string, unknown>();
  for (const { section, path, value } of taken) {
    const result = section.schema.safeParse(value);
    if (!result.success) throw issueError(source, result.error.issues, sections, path);
    values.set(section.path, result.data);
  }
  const { images, advisories } = parsed.data;
  const rules = new Map(Object.entries(images?.rules ?? {}));
  checkRuleNames(rules.keys(), options.rules ?? [], source);
  const teamRules = new Map(
    Object.entries(images?.teamRules ?? {}).map(([team, own]) => [team, new Map(Object.entries(own))]),
  );
  for (const [team, own] of teamRules) {
    checkRuleNames(own.keys(), options.rules ?? [], source, ['images', 'teamRules', team]);
  }
  const { waivers, warnings } = checkWaivers(parsed.data.waivers ?? [], source, options);
  return {
    source,
    warnings,
    layer: {
      extends: parsed.data.extends,
      locked: parsed.data.locked,
      consider: images?.consider,
      minimumGrade: images?.grade?.minimum,
      block: images?.vulnerabilities?.block,
      unknownSeverity: images?.vulnerabilities?.unknownSeverity,
      rules,
      teamRules,
      maxAge: advisories?.maxAge,
      waivers,
      sections: values,
    },
  };
}

function notKeys(text: string, { value, locate }: YamlFile): UserError {
  if (text.includes('\0')) {
    const fix = 'Save it in UTF-8; PowerShell writes UTF-16 where it is not told otherwise.';
    return new UserError('policy', 'the policy is not written in UTF-8', fix, { at: locate([]) });
  }
  const fix = 'Begin with the line `version: 1`; `seaworthy init` writes a commented policy.';
  const message = value === null ? 'the policy is empty' : 'the policy has no keys';
  return new UserError('policy', message, fix, { at: locate([]) });
}

/** Keys beside the sections of a group that is made of sections alone, such as `stack`. */
function strangerKeys(rest: Tree, sections: readonly Section[]): z.core.$ZodIssue | undefined {
  if (typeof rest !== 'object' || rest === null || Array.isArray(rest)) return undefined;
  const own = new Set(Object.keys(policySchema.shape));
  const groups = new Set(sections.map(({ path }) => path.split('.', 1)[0] ?? ''));
  for (const [group, value] of Object.entries(rest)) {
    if (own.has(group) || !groups.has(group) || typeof value !== 'object' || value === null) continue;
    const keys = Object.keys(value);
    if (keys.length > 0) return { code: 'unrecognized_keys', path: [group], keys, message: 'unknown keys' };
  }
  return undefined;
}

function issueError(
  source: YamlFile,
  issues: readonly z.core.$ZodIssue[],
  sections: readonly Section[],
  prefix: Path,
): UserError {
  const described = issues.map((issue) => describeIssue(issue, sections, prefix, source.has));
  const placed = described.map((one) => ({ ...one, at: source.locate(one.path, one.what) }));
  placed.sort((a, b) => (a.at.line ?? 0) - (b.at.line ?? 0) || (a.at.column ?? 0) - (b.at.column ?? 0));
  const [first, ...others] = placed;
  if (first === undefined)
    return new UserError('policy', 'the policy is not valid', 'Compare it with docs/policy.md.');
  const lines = [...new Set(others.flatMap(({ at }) => at.line ?? []))].join(', ');
  const more = others.length === 0 ? '' : ` (and ${others.length} more: line ${lines})`;
  const field = fieldName(first.path);
  const subject = field === '' ? 'the policy' : `\`${field}\``;
  const code = first.path[0] === 'waivers' ? 'waiver' : 'policy';
  return new UserError(code, `${subject}: ${first.message}${more}`, first.fix, { at: first.at });
}
