// The stack's sections of the policy file, for the composition root; rule ids must be those of rules that exist.
import type { Section } from '../../src/gate/section.ts';
import { closest } from '../../src/gate/spelling.ts';
import { rules } from './registry.ts';
import { stackShapes } from './stack-policy.ts';

const known = new Set(rules.flatMap(({ id }) => [id, `${id.split('/', 1)[0] ?? ''}/*`]));

const checkedRules = stackShapes['stack.rules'].superRefine((value, context) => {
  for (const id of Object.keys(value)) {
    if (known.has(id)) continue;
    const near = closest(id, known);
    const advice = near === undefined ? '' : `; did you mean \`${near}\`?`;
    context.addIssue({ code: 'custom', path: [id], message: `There is no such rule${advice}` });
  }
});

/** Sections that the parser of the policy takes over. */
export const stackSections: readonly Section[] = Object.entries({
  ...stackShapes,
  'stack.rules': checkedRules,
}).map(([path, schema]) => ({ path, schema }));
