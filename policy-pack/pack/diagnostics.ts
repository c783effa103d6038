// A judged stack as the engine's diagnostics: one a finding, at the level that configuration and policy ask for.
import type { JudgedFinding, Result } from '../../src/terms/verdict.ts';
import { packSeverity, policyName, wholeStack } from './policies.ts';
import type { PolicySetting } from './wire/requests.ts';
import { type Diagnostic, type Enforcement, enforcement, type PackPolicy } from './wire/responses.ts';

export type Settings = ReadonlyMap<string, PolicySetting>;

/** In the order of the result: worst first, the same for the same stack. */
export function diagnose(
  result: Result,
  policies: readonly PackPolicy[],
  settings: Settings,
): readonly Diagnostic[] {
  const byName = new Map(policies.map((policy) => [policy.name, policy]));
  const found = result.findings.flatMap((finding): Diagnostic[] => {
    const policy = byName.get(policyName(finding.rule));
    const level = policy === undefined ? undefined : levelOf(finding, policy, settings);
    if (policy === undefined || level === undefined || level === 'disabled') return [];
    return [
      {
        policy: policy.name,
        description: policy.description,
        message: sentence(finding),
        enforcement: level,
        severity: packSeverity(finding.severity),
        urn: finding.where.kind === 'urn' ? finding.where.urn : '',
      },
    ];
  });
  return [...found, ...coverage(result)];
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

function sentence({ message, where, fix, details }: JudgedFinding): string {
  const field =
    where.kind === 'urn' && where.field !== '' && !message.includes(where.field) ? ` (${where.field})` : '';
  const patch = details.kind === 'fact' ? details.patch : undefined;
  const lines = [`${message}${field}`, `fix: ${fix}`];
  if (patch !== undefined)
    lines.push(
      ...patch.typescript
        .trimEnd()
        .split('\n')
        .map((line) => `  ${line}`),
    );
  return lines.join('\n');
}

/** What stands in the way without being a finding, and one line about what could not be seen. */
function coverage({ stack, verdict }: Result): readonly Diagnostic[] {
  if (stack === undefined || (stack.coverage.seen === 0 && stack.coverage.opaque.length === 0)) return [];
  const base = {
    policy: wholeStack,
    description: 'What could be seen of the stack.',
    severity: 'high',
    urn: '',
  } as const;
  const reasons = (verdict?.reasons ?? []).filter((reason) => reason.message.startsWith('Only '));
  const blocking = reasons.map(
    (reason): Diagnostic => ({
      ...base,
      enforcement: 'mandatory',
      message: `${reason.message} ${reason.fix}`,
    }),
  );
  const { opaque, percent, seen } = stack.coverage;
  if (opaque.length === 0 || blocking.length > 0) return blocking;
  const list = opaque.slice(0, 5).map((one) => `${one.subject}: ${one.reason}`);
  const more = opaque.length > 5 ? [`and ${opaque.length - 5} more`] : [];
  const message = `${percent} % of the stack could be seen (${seen} resources); not seen: ${[...list, ...more].join('; ')}`;
  return [{ ...base, enforcement: 'advisory', message }];
}
