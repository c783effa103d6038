// A judged stack as the engine's diagnostics: one a finding, at the level that configuration and policy ask for.
import { coverageReasons } from '../../src/run/stack/decision.ts';
import type { JudgedFinding, Result } from '../../src/terms/verdict.ts';
import { packSeverity, policyName, wholeStack } from './policies.ts';
import type { PolicySetting } from './wire/requests.ts';
import { type Diagnostic, type Enforcement, enforcement, type PackPolicy } from './wire/responses.ts';

export type Settings = ReadonlyMap<string, PolicySetting>;

/** One line a finding, worst first, the same for the same stack; what to do stands below the first of each policy. */
export function diagnose(
  result: Result,
  policies: readonly PackPolicy[],
  settings: Settings,
  minimumCoverage: number,
): readonly Diagnostic[] {
  const byName = new Map(policies.map((policy) => [policy.name, policy]));
  const told = new Set<string>();
  const found = result.findings.flatMap((finding): Diagnostic[] => {
    const policy = byName.get(policyName(finding.rule));
    const level = policy === undefined ? undefined : levelOf(finding, policy, settings);
    if (policy === undefined || level === undefined || level === 'disabled') return [];
    const unknown = isUnknown(finding);
    const advice = `${policy.name} ${unknown}`;
    const first = !told.has(advice);
    told.add(advice);
    return [
      {
        policy: policy.name,
        description: policy.description,
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
function levelOf(finding: JudgedFinding, policy: PackPolicy, settings: Settings): Enforcement | undefined {
  if (finding.treatment === 'waived' || finding.treatment === 'off') return undefined;
  const own: Enforcement = finding.blocksMerge ? 'mandatory' : 'advisory';
  const configured = settings.get(policy.name)?.enforcement;
  if (configured === undefined || configured === enforcement[policy.enforcement]) return own;
  if (configured === enforcement.disabled) return 'disabled';
  return configured === enforcement.mandatory ? 'mandatory' : 'advisory';
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
  const unseen = opaque.length === 0 ? '' : `; not seen: ${[...list, ...more].join(', ')}`;
  const [reason] = coverageReasons(stack.coverage, minimum);
  if (reason !== undefined) return [ofStack('mandatory', `${reason.message} ${reason.fix}${unseen}`)];
  if (opaque.length === 0) return [];
  return [ofStack('advisory', `${percent} % of the stack could be seen (${seen} resources)${unseen}`)];
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
