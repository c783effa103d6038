// The sections of the policy in force, for commands that judge no image themselves.

import type { PolicyChoice } from '../gate.ts';
import type { Outside } from '../outside.ts';
import { fetchExtendedPolicy } from './extended.ts';
import { findPolicy, loadPolicy, type PolicyText } from './files.ts';
import { parsing } from './parsing.ts';

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
  const options = { ...parsing, now: outside.clock.now() };
  const { policy } = await loadPolicy(text, options, undefined, (reference) =>
    fetchExtendedPolicy(reference, outside),
  );
  return policy.sections;
}
