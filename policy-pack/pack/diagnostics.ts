// A judged stack as the engine's diagnostics: one a finding, at the level that configuration and policy ask for.
import { joinSentences } from '../../src/report/prose.ts';
import { coverageReasons } from '../../src/run/stack/decision.ts';
import type { JudgedFinding, Result } from '../../src/terms/verdict.ts';
import { packSeverity, policyName, wholeStack } from './policies.ts';
import type { Settings } from './settings.ts';
import { type Diagnostic, type Enforcement, enforcement, type PackPolicy } from './wire/responses.ts';

/** What was asked of the pack, and by whom. */
export interface Asked {
  /** What the engine was told of each policy before it was configured. */
  readonly offered: readonly PackPolicy[];
  /** What it configured: the user's word, or back what it was told. */
  readonly settings: Settings;
}

/** One line a finding, worst first, the same for the same stack; what to do stands below the first of each policy. */
export function diagnose(
  result: Result,
  policies: readonly PackPolicy[],
  asked: Asked,
  minimumCoverage: number,
): readonly Diagnostic[] {
  const byName = new Map(policies.map((policy) => [policy.name, policy]));
  const offered = new Map(asked.offered.map((policy) => [policy.name, policy.enforcement]));
  const told = new Set<string>();
  const found = result.findings.flatMap((finding): Diagnostic[] => {
    const policy = byName.get(policyName(finding.rule));
    const level =
      policy === undefined
        ? undefined
        : levelOf(finding, asked.settings.get(policy.name)?.enforcement, offered.get(policy.name));
    if (policy === undefined || level === undefined || level === 'disabled') return [];
    const unknown = isUnknown(finding);
    const advice = `${policy.name} ${unknown}`;
    const first = !told.has(advice);
    told.add(advice);
    return [
      {
        policy: policy.name,
        // The engine has it from the policy itself and shows it with none: copies were a third of an answer.
        description: first ? policy.description : '',
        message: first ? `${sentence(finding)}\nfix: ${finding.fix} ${policy.url}` : sentence(finding),
        enforcement: level,
        severity: packSeverity(finding.severity),
        urn: finding.where.kind === 'urn' ? finding.where.urn : '',
      },
    ];
  });
  return [...found, ...coverage(result, minimumCoverage)];
}

/** What the user configured for the pack beats the policy file; where it says the same, each finding has its own. */
function levelOf(
  finding: JudgedFinding,
  configured: number | undefined,
  offered: Enforcement | undefined,
): Enforcement | undefined {
  if (finding.treatment === 'waived' || finding.treatment === 'off') return undefined;
  const own: Enforcement = finding.blocksMerge ? 'mandatory' : 'advisory';
  if (configured === undefined || (offered !== undefined && configured === enforcement[offered])) return own;
  if (configured === enforcement.disabled) return 'disabled';
  // Nothing is remediated here: `remediate` then means what it means in the SDK, `mandatory`.
  return configured === enforcement.advisory ? 'advisory' : 'mandatory';
}

function isUnknown({ details }: JudgedFinding): boolean {
  return details.kind === 'fact' && details.unknown !== undefined;
}

/** Longer ones stand in the report. */
const longest = 80;

/** What is the case, where, and what is there instead of what should be. */
function sentence(finding: JudgedFinding): string {
  const { message, where, details } = finding;
  const field = where.kind === 'urn' && !message.includes(where.field) ? where.field : '';
  const difference =
    details.kind !== 'fact' ||
    details.actual === undefined ||
    details.required === undefined ||
    isUnknown(finding)
      ? ''
      : `${details.actual} → ${details.required}`;
  const short = difference.length > longest ? '' : difference;
  const place = [field, short].filter((part) => part !== '').join(': ');
  return place === '' ? message : `${message} (${place})`;
}

/** What stands in the way without being a finding, and one line about what could not be seen. */
function coverage({ stack }: Result, minimum: number): readonly Diagnostic[] {
  if (stack === undefined || (stack.coverage.seen === 0 && stack.coverage.opaque.length === 0)) return [];
  const { opaque, percent, seen } = stack.coverage;
  const list = opaque.slice(0, 5).map((one) => `${one.subject} (${one.reason})`);
  const more = opaque.length > 5 ? [`and ${opaque.length - 5} more`] : [];
  const unseen = [...list, ...more].join(', ');
  const fix = releaseFix(opaque.map(({ subject }) => subject));
  const [reason] = coverageReasons(stack.coverage, minimum);
  if (reason !== undefined)
    return [
      ofStack(
        'mandatory',
        `${joinSentences(reason.message, reason.fix, unseen && `Not seen: ${unseen}`)}${fix}`,
      ),
    ];
  if (opaque.length === 0) return [];
  return [
    ofStack(
      'advisory',
      `${percent} % of the stack could be seen (${seen} resources); not seen: ${unseen}${fix}`,
    ),
  ];
}

/** The one thing that is opaque and need not be. */
function releaseFix(subjects: readonly string[]): string {
  const names = subjects.flatMap((urn) => /kubernetes:helm\.sh\/v\w+:Release::(.+)$/.exec(urn)?.[1] ?? []);
  const [first] = names;
  if (first === undefined) return '';
  return `\nfix: Write what a Helm release installs (\`helm template\`) into a folder, and name it in the policy: \`stack.rendered: { ${first}: FOLDER }\`.`;
}

/** What is refused after an update ran without preview is there already: Pulumi asks about the whole stack last. */
export function afterTheFact(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (diagnostics.every((one) => one.enforcement !== 'mandatory')) return diagnostics;
  const note =
    'What is named here has been deployed: an update judges the stack as a whole only at its end. Run `pulumi preview` with this pack before it, without --skip-preview.';
  return [...diagnostics, ofStack('mandatory', note)];
}

function ofStack(level: Enforcement, message: string): Diagnostic {
  const description = 'What could be seen of the stack.';
  return { policy: wholeStack, description, severity: 'high', urn: '', enforcement: level, message };
}
