// What a policy file may hold that says nothing of stacks: sections and rules that a gate of images has loaded anyway.
import { promoteSection } from '../../evidence/promote/section.ts';
import { signSection } from '../../evidence/sign/section.ts';
import type { PolicyOptions } from '../../gate/policy-file.ts';
import { inspectionRules } from '../../inspection/rules.ts';
import { inspectionSections } from '../image/inspect.ts';
import { importedRule } from '../imports/rule.ts';

export const imageParsing: Pick<PolicyOptions, 'sections' | 'rules'> = {
  sections: [...inspectionSections, signSection, promoteSection],
  rules: [...inspectionRules, importedRule],
};
