// What the policy file may hold: the sections and rules of every room above the gate, handed to its parser.
import { stackSections } from '../../../policy-pack/rules/sections.ts';
import { promoteSection } from '../../evidence/promote/section.ts';
import { signSection } from '../../evidence/sign/section.ts';
import type { PolicyOptions } from '../../gate/policy-file.ts';
import { inspectionRules } from '../../inspection/rules.ts';
import { inspectionSections } from '../image/inspect.ts';
import { importedRule } from '../imports/reports.ts';

export const parsing: Pick<PolicyOptions, 'sections' | 'rules'> = {
  sections: [...stackSections, ...inspectionSections, signSection, promoteSection],
  rules: [...inspectionRules, importedRule],
};
