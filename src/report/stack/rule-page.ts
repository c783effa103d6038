// The page about a rule: what is derived from the rule, between two marks, and the words of a person around it.
import type { Rule } from '../../../policy-pack/rules/rule.ts';
import { securityLayers } from '../../terms/rule-place.ts';

const begin = '<!-- generated from rule.ts -->';
const end = '<!-- end of the generated part -->';

/** The page with its generated part renewed; what stands behind the second mark is kept. */
export function renderRulePage(rule: Rule, before: string | undefined): string {
  const kept = before?.split(end)[1]?.trim() ?? '';
  return `${[generatedPart(rule), kept].filter((part) => part !== '').join('\n\n')}\n`;
}

/** Whether a person wrote something behind the generated part. */
export function hasOwnWords(page: string): boolean {
  return (page.split(end)[1]?.trim() ?? '').length > 40;
}

function generatedPart(rule: Rule): string {
  const rows: readonly (readonly [string, string])[] = [
    ['severity', rule.severity],
    ['unless the policy says otherwise', rule.otherwise],
    ['looks at', subjectText(rule)],
    ['level', rule.level],
    ['control', rule.control],
    ['layer', `${rule.layer} ${securityLayers[rule.layer - 1] ?? ''}`],
    ...(rule.upstream === undefined ? [] : [['upstream check', `\`${rule.upstream}\``] as const]),
    ['asked for by', rule.frameworks.join('; ')],
    ...(rule.configuredBy === undefined
      ? []
      : [['configured by', rule.configuredBy.map((place) => `\`${place}\``).join(', ')] as const]),
  ];
  return [
    begin,
    `# ${rule.id}`,
    '',
    `${sentence(rule.title)}`,
    '',
    ...rows.map(([name, value]) => `- ${name}: ${value}`),
    '',
    `**Why.** ${rule.because}`,
    '',
    `**What to do.** ${rule.fix}`,
    '',
    'Cases with their outcomes: [`cases/cases.yaml`](cases/cases.yaml).',
    end,
  ].join('\n');
}

function subjectText(rule: Rule): string {
  if (rule.subject === 'pod') return 'pods and every template of pods';
  if (rule.subject === 'stack') return 'the stack as a whole';
  return rule.kinds === undefined ? 'every resource' : [...rule.kinds].join(', ');
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
