// The sections of the policy in force, for commands that judge no image themselves.

import type { PolicyChoice } from '../gate.ts';
import type { Outside } from '../outside.ts';
import { findPolicy, type PolicyText } from './files.ts';
import { policyInForce } from './load.ts';

/** Of the file that was asked for, or of the one in its usual place. Errors: `UserError` with file, line and field. */
export function policySections(
  asked: string | undefined,
  directory: string,
  outside: Outside,
): Promise<ReadonlyMap<string, unknown>> {
  return sectionsIn(findPolicy(directory, asked), outside);
}

/** Of whose policy decides in a workflow: on a change that is the base branch's. Errors: as above. */
export function sectionsOfChoice(
  choice: PolicyChoice,
  outside: Outside,
): Promise<ReadonlyMap<string, unknown>> {
  return sectionsIn(choice.kind === 'file' ? choice.file : choice.base, outside);
}

async function sectionsIn(
  text: PolicyText | undefined,
  outside: Outside,
): Promise<ReadonlyMap<string, unknown>> {
  const { policy } = await policyInForce(text, outside.clock.now(), outside);
  return policy.sections;
}
