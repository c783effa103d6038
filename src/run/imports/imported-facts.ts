// Findings of other tools that are about no package: each keeps its tool's name and rule.
import type { ToolReport } from '../../inspection/import/tool-report.ts';
import { redactConfigText } from '../../inspection/redaction.ts';
import type { Finding } from '../../terms/finding.ts';

const longest = 1000;
/** Longer than any secret that is looked for. */
const longestSecret = 16_384;

/** `import/<tool>-<rule>`; equal ones of several tools stay apart, as only their own rules tell what they mean. */
export function importedFacts(reports: readonly ToolReport[], reference: string): readonly Finding[] {
  return reports.flatMap(({ tool, items }) =>
    items.flatMap((item): Finding[] => {
      if (item.kind !== 'fact') return [];
      const { file, severity } = item;
      const because = item.because === undefined ? '' : `${shown(item.because).replace(/\.?$/, '.')} `;
      return [
        {
          rule: `import/${slug(`${tool}-${item.rule}`)}`,
          severity,
          subject: file === undefined ? reference : shown(file.path),
          where:
            file === undefined
              ? { kind: 'image', field: 'reports' }
              : {
                  kind: 'file',
                  file: shown(file.path),
                  line: Math.max(1, file.line),
                  field: shown(item.rule),
                },
          message: shown(item.message),
          because: `${because}Reported by ${tool} as ${shown(item.rule)}.`,
          fix: item.fix === undefined ? `See what ${tool} says of ${shown(item.rule)}.` : shown(item.fix),
          details: { kind: 'fact', reportedBy: [tool] },
        },
      ];
    }),
  );
}

/** Tools quote what they found: a secret must not come in by their words, nor its first part by a cut through it. */
export function shown(text: string, most = longest): string {
  return redactConfigText(text.slice(0, most + longestSecret)).slice(0, most);
}

/** kebab-case, so that the policy can name it. */
function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 100);
}
