// What the policy file may hold: the sections and rules of every room above the gate, handed to its parser.
import { stackSections } from '../../../policy-pack/rules/sections.ts';
import type { PolicyOptions } from '../../gate/policy-file.ts';
import { imageParsing } from './image-parsing.ts';

export const parsing: Pick<PolicyOptions, 'sections' | 'rules'> = {
  ...imageParsing,
  sections: [...stackSections, ...(imageParsing.sections ?? [])],
};
