// What to do first, honoured waivers and warnings in the terminal report.
import type { Result } from '../../terms/verdict.ts';
import { amount } from '../counts.ts';
import { forTerminal } from '../encoders/terminal.ts';
import { advise } from '../first-steps.ts';
import type { Group } from '../groups.ts';
import { type TextContext, wrap } from './style.ts';

export function renderSteps(
  result: Result,
  groups: readonly Group[],
  context: TextContext,
): readonly string[] {
  const { steps, more, outcome } = advise(result, groups, context.all ? Infinity : 5);
  if (steps.length === 0) return [];
  const rows = steps.flatMap((step, index) => {
    const lead = `  ${index + 1}. `;
    const text = forTerminal(`${step.action} — ${step.effect}`);
    return wrap(text, context.width - lead.length).map((line, row) => (row === 0 ? lead : '     ') + line);
  });
  if (more > 0) rows.push(`     … and ${amount(more, 'step')} more: --all`);
  if (outcome !== undefined) {
    rows.push(...wrap(forTerminal(outcome), context.width - 5).map((line) => `     ${line}`));
  }
  return [context.paint('strong', 'What to do first'), ...rows];
}

export function renderNotices(result: Result, context: TextContext): readonly string[] {
  const { paint } = context;
  const honoured = result.waivers.filter((waiver) => waiver.uses > 0);
  const rows = honoured.map((waiver) =>
    forTerminal(
      `  ~ ${waiver.rule} in ${waiver.subject}: ${waiver.reason} (${waiver.owner}, until ${waiver.expires}, ` +
        `${amount(waiver.uses, 'finding')})`,
    ),
  );
  const waivers = rows.length === 0 ? [] : [paint('strong', 'Waived'), ...rows];
  const warnings = result.warnings.map((text) => paint('warning', `warning: ${forTerminal(text)}`));
  const fixed = result.fixed?.length ?? 0;
  const good = fixed > 0 ? [paint('good', `This change fixes ${amount(fixed, 'finding')}.`)] : [];
  const blocks = [good, waivers, warnings].filter((block) => block.length > 0);
  return blocks.flatMap((block, index) => (index === 0 ? block : ['', ...block]));
}
