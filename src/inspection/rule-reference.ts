// The reference of the inspection rules, made from the rules themselves: `docs/inspection.md`.
import type { InspectionRule } from './inspection-rule.ts';

const opening = `# What is looked for in images

Every file of every layer is read once, also those that a later layer deletes or replaces. The rules below are
broken by *findings*; the policy says what each does: \`images.rules: { hardening/setuid: off }\`. A whole area is
named \`secrets/*\`. Each finding says its layer and the instruction that made the layer.

A secret is never shown: of one with 24 characters or more the first and last four, of one with 16 the first and
last two, its length, and the start of its SHA-256; of a shorter one its length alone.

Ids of the CIS Docker Benchmark are those of version 1.6.0 (compared on 2026-11-28 with lists of its section 4 and 5 that others publish).

## Add a rule

A kind of secret is one entry in \`src/inspection/secret-patterns.ts\`, or in \`prefixed-tokens.ts\` where a prefix makes it
known: its form, keywords that stand in every such secret, the least entropy, and a checksum where the issuer has one; and
where the form is described, and when and with what it was compared. Plant one in \`test/inspection/planted-secrets.ts\` or
\`planted-tokens.ts\`. Beside it, in \`near-misses.ts\` or \`near-tokens.ts\`, stands what only looks like one.

Any other rule is an entry in the \`rules.ts\` of its area and a line in a \`judge…\` function beside it, which is pure:
facts that its analyzer kept of single files, and the squashed image, in; findings out. A new inspector is a folder
with \`{ id, rules, analyzers, judge }\` and one entry in \`src/inspection/inspectors.ts\`.
`;

export function renderRuleReference(rules: readonly InspectionRule[]): string {
  const areas = Map.groupBy(rules, ({ id }) => id.split('/', 1)[0] ?? '');
  const parts = [...areas]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([area, members]) => {
      const sections = members.map(renderRule).join('\n');
      return `## ${area.slice(0, 1).toUpperCase()}${area.slice(1)}\n\n${sections}`;
    });
  return [opening, ...parts].join('\n');
}

function renderRule(rule: InspectionRule): string {
  const check = rule.check === undefined ? '' : ` · ${rule.check}`;
  return `### ${rule.id}

${rule.title} ${rule.because}

*${rule.severity} · default: ${rule.otherwise} · ${rule.level}, ${rule.control}${check}*

${rule.fix}
${rule.form === undefined ? '' : `\n${rule.form}\n`}`;
}
