// Reads SARIF 2.1.0 (OASIS) of any tool: one report a run.
import { z } from 'zod';
import type { Severity } from '../../terms/severity.ts';
import { severityOfScore, stated, type ToolFact, type ToolReport } from './tool-report.ts';

const text = z.string().optional();
const message = z.object({ text, id: text, arguments: z.array(z.string()).optional() });
const level = z.enum(['none', 'note', 'warning', 'error']).optional();

const rule = z.object({
  id: z.string(),
  shortDescription: z.object({ text }).optional(),
  fullDescription: z.object({ text }).optional(),
  help: z.object({ text }).optional(),
  messageStrings: z.record(z.string(), z.object({ text })).optional(),
  defaultConfiguration: z.object({ level }).optional(),
  properties: z.object({ 'security-severity': z.union([z.string(), z.number()]).optional() }).optional(),
});

const result = z.object({
  ruleId: text,
  ruleIndex: z.number().int().optional(),
  rule: z.object({ id: text, index: z.number().int().optional() }).optional(),
  kind: text,
  level,
  message,
  baselineState: text,
  suppressions: z.array(z.object({ status: text })).optional(),
  locations: z
    .array(
      z.object({
        physicalLocation: z
          .object({
            artifactLocation: z.object({ uri: text }).optional(),
            region: z.object({ startLine: z.number().int().optional() }).optional(),
          })
          .optional(),
      }),
    )
    .optional(),
});

const component = z.object({ name: z.string(), rules: z.array(rule).optional() });

export const sarifSchema = z.object({
  version: z.literal('2.1.0'),
  runs: z.array(
    z.object({
      tool: z.object({ driver: component, extensions: z.array(component).optional() }),
      results: z.array(result).nullish(),
    }),
  ),
});

type Rule = z.infer<typeof rule>;
type Result = z.infer<typeof result>;

/** Results that passed, are gone since the tool's baseline, or were suppressed in the tool are none. */
export function readSarif({ runs }: z.infer<typeof sarifSchema>): readonly ToolReport[] {
  return runs.map(({ tool, results }) => {
    const own = tool.driver.rules ?? [];
    const byId = new Map(
      [...(tool.extensions ?? []).flatMap(({ rules = [] }) => rules), ...own].map((one) => [one.id, one]),
    );
    return {
      tool: tool.driver.name,
      digests: [],
      items: (results ?? []).filter(counts).map((one) => toFact(one, own, byId)),
    };
  });
}

function counts({ kind = 'fail', baselineState, suppressions = [] }: Result): boolean {
  if (!['fail', 'open', 'review'].includes(kind) || baselineState === 'absent') return false;
  return !suppressions.some(({ status = 'accepted' }) => status === 'accepted');
}

function toFact(one: Result, own: readonly Rule[], byId: ReadonlyMap<string, Rule>): ToolFact {
  const index = one.ruleIndex ?? one.rule?.index;
  const indexed = index === undefined ? undefined : own[index];
  const id = one.ruleId ?? one.rule?.id ?? indexed?.id ?? 'unnamed';
  // «CA1000/1» is a rule below CA1000 (§3.27.5).
  const declared = byId.get(id) ?? byId.get(id.replace(/\/[^/]*$/, '')) ?? indexed;
  const place = one.locations?.[0]?.physicalLocation;
  const path = place?.artifactLocation?.uri;
  return {
    kind: 'fact',
    rule: id,
    severity: severityOf(one, declared),
    message: messageOf(one, declared) || declared?.shortDescription?.text || id,
    ...stated({
      because: declared?.fullDescription?.text ?? declared?.shortDescription?.text,
      fix: declared?.help?.text,
      file: path === undefined ? undefined : { path, line: place?.region?.startLine ?? 1 },
    }),
  };
}

function messageOf({ message }: Result, declared: Rule | undefined): string {
  const template =
    message.text ?? new Map(Object.entries(declared?.messageStrings ?? {})).get(message.id ?? '')?.text;
  return (template ?? '').replace(
    /\{(\d+)\}/g,
    (whole, digits: string) => message.arguments?.[Number(digits)] ?? whole,
  );
}

const levels: ReadonlyMap<string, Severity> = new Map([
  ['error', 'high'],
  ['warning', 'medium'],
  ['note', 'low'],
  ['none', 'negligible'],
]);

/** `security-severity` is a score from 0 to 10, as code scanning reads it; the level is the next best word. */
function severityOf(one: Result, declared: Rule | undefined): Severity {
  const stated = declared?.properties?.['security-severity'];
  const score = stated === undefined || stated === '' ? Number.NaN : Number(stated);
  if (!Number.isNaN(score)) return severityOfScore(score);
  return levels.get(one.level ?? declared?.defaultConfiguration?.level ?? 'warning') ?? 'unknown';
}
