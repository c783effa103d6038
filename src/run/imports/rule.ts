// The rule that stands for all findings of other tools; their readers are loaded only where there is a report.
import type { RuleDeclaration } from '../../gate/section.ts';

/** What the policy may say of all findings of other tools: `import/*`. */
export const importedRule: RuleDeclaration = { id: 'import/*', otherwise: 'warn' };
